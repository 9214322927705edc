//! How long and how often everything is measured.

use std::time::Duration;

/// How long and how often everything is measured.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How often each contender has its turn.
    pub rounds: usize,
    /// At the beginning of each turn, not measured.
    pub warm_up: Duration,
    /// One turn as fast as it goes.
    pub saturated: Duration,
    /// One turn at a fixed rate.
    pub paced: Duration,
    /// Of what a server in peace carries, the rate of those who may log in to a besieged one.
    pub besieged_share: f64,
    /// Connections of the generator.
    pub connections: usize,
    /// The agents of one shift.
    pub shift_agents: u64,
    /// Within what time they log in.
    pub shift: Duration,
    /// How often a shift starts.
    pub shifts: usize,
    /// By what the numbers of policies loaded are divided.
    pub fewer_policies: u64,
    /// Whether only to see that every case works: under `cargo test`.
    pub is_trial: bool,
}

impl Plan {
    /// For figures to go by. Many short rounds rather than a few long ones: a shared machine changes within seconds.
    pub const FULL: Self = Self {
        rounds: 9,
        warm_up: Duration::from_millis(100),
        saturated: Duration::from_millis(500),
        paced: Duration::from_millis(800),
        // With the guesses it leaves the machine room, so that nobody waits for a core alone.
        besieged_share: 0.05,
        connections: 64,
        shift_agents: 2000,
        shift: Duration::from_secs(10),
        shifts: 2,
        fewer_policies: 1,
        is_trial: false,
    };
    /// To see whether it works, and roughly what comes out.
    pub const QUICK: Self = Self {
        rounds: 3,
        saturated: Duration::from_millis(250),
        paced: Duration::from_millis(400),
        shift_agents: 400,
        shift: Duration::from_secs(2),
        shifts: 1,
        ..Self::FULL
    };
    /// To see that it works.
    pub const TRIAL: Self = Self {
        rounds: 1,
        warm_up: Duration::from_millis(5),
        saturated: Duration::from_millis(20),
        paced: Duration::from_millis(20),
        // One a second, as on the slowest of machines: there must be figures of that too.
        besieged_share: 0.0,
        connections: 4,
        shift_agents: 40,
        shift: Duration::from_millis(100),
        shifts: 1,
        fewer_policies: 50,
        is_trial: true,
    };

    /// How many policies are loaded where the case says `count`; never fewer than a login asks for.
    pub fn policies(&self, count: u64, projects_a_login: u64) -> u64 {
        (count / self.fewer_policies).max(projects_a_login)
    }
}
