//! Which cores of the machine a process has.

use std::io;
use std::process::{Child, Command};

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use super::generator::Cores;

/// Which cores of the machine a process has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All that this process may use.
    All,
    /// The first so many of them.
    First(usize),
    /// The first half: a server's, while the generator has the other.
    FirstHalf,
    /// The other half; on a machine with one core that one, as there is no other.
    SecondHalf,
}

impl Place {
    /// Starts `command` there.
    pub fn spawn(self, command: &mut Command) -> io::Result<Child> {
        let all = sched_getaffinity(None)?;
        // What is started stays where this thread is.
        sched_setaffinity(None, &self.of(&all))?;
        let child = command.spawn();
        sched_setaffinity(None, &all)?;
        child
    }

    fn of(self, all: &CpuSet) -> CpuSet {
        let cores: Vec<_> = (0..CpuSet::MAX_CPU).filter(|&core| all.is_set(core)).collect();
        let half = cores.len() / 2;
        let chosen = match self {
            Self::All => &cores[..],
            Self::First(count) => &cores[..count.min(cores.len())],
            Self::FirstHalf => &cores[..half.max(1)],
            Self::SecondHalf => &cores[half..],
        };
        let mut set = CpuSet::new();
        chosen.iter().for_each(|&core| set.set(core));
        set
    }

    /// Where the generator runs that asks a server there.
    pub fn cores_of_generator(self) -> Cores {
        let has_others = self == Self::FirstHalf && super::process::cores() > 1;
        if has_others { Cores::Own } else { Cores::Shared }
    }
}
