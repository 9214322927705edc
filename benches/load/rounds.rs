//! Figures round by round, and what is made of them.

/// A figure of each round; `None` where there is none to go by.
pub type Rounds = Vec<Option<f64>>;

/// The figures of most rounds, in their order; `None` if there are fewer.
pub fn of_most(rounds: impl IntoIterator<Item = Option<f64>>) -> Option<Vec<f64>> {
    let rounds: Vec<_> = rounds.into_iter().collect();
    let sound: Vec<_> = rounds.iter().copied().flatten().collect();
    (!sound.is_empty() && sound.len() * 2 >= rounds.len()).then_some(sound)
}

/// The value in the middle; `None` of nothing.
pub fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
