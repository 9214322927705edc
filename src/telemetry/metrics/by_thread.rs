//! Metrics of every request: each thread counts in a place that hardly another one writes to, and whoever reads adds up.
//! With one place for all, each core would wait for the others to be done with it.

use std::array;
use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_utils::CachePadded;
use prometheus_client::encoding::{EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::{MetricType, TypedMetric};

/// How many places there are; of more threads, some share one.
const PLACES: usize = 16;

thread_local! {
    /// The place of this thread, once it has one.
    static PLACE: Cell<Option<usize>> = const { Cell::new(None) };
}

/// One `T` for each place.
#[derive(Debug)]
struct ByThread<T>(Arc<[CachePadded<T>; PLACES]>);

impl<T> Clone for ByThread<T> {
    /// The same places.
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> Default for ByThread<T> {
    fn default() -> Self {
        Self(Arc::new(array::from_fn(|_| CachePadded::default())))
    }
}

impl<T> ByThread<T> {
    /// That of this thread.
    fn own(&self) -> &T {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        let place = PLACE.get().unwrap_or_else(|| {
            let place = THREADS.fetch_add(1, Ordering::Relaxed) % PLACES;
            PLACE.set(Some(place));
            place
        });
        &self.0[place]
    }

    fn all(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|place| &**place)
    }
}

/// A counter.
#[derive(Debug, Clone, Default)]
pub struct Count(ByThread<AtomicU64>);

impl Count {
    /// Adds `number`.
    pub fn add(&self, number: u64) {
        self.0.own().fetch_add(number, Ordering::Relaxed);
    }

    /// What all have counted.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.0.all().map(|place| place.load(Ordering::Relaxed)).sum()
    }
}

impl TypedMetric for Count {
    const TYPE: MetricType = MetricType::Counter;
}

impl EncodeMetric for Count {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        encoder.encode_counter::<NoLabelSet, _, u64>(&self.sum(), None)
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

/// A gauge of what begins on one thread and may end on another.
#[derive(Debug, Clone, Default)]
pub struct Level(ByThread<AtomicI64>);

impl Level {
    /// One more, or with -1 one less.
    pub fn change(&self, by: i64) {
        self.0.own().fetch_add(by, Ordering::Relaxed);
    }

    /// How many there are.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.0.all().map(|place| place.load(Ordering::Relaxed)).sum()
    }
}

impl TypedMetric for Level {
    const TYPE: MetricType = MetricType::Gauge;
}

impl EncodeMetric for Level {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        encoder.encode_gauge(&self.sum())
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

/// A histogram of durations with the buckets of [`BOUNDS`](Self::BOUNDS).
#[derive(Debug, Clone, Default)]
pub struct Durations(ByThread<Observed>);

#[derive(Debug, Default)]
struct Observed {
    nanos: AtomicU64,
    /// Of each bucket alone; the last is beyond all bounds.
    numbers: [AtomicU64; Durations::BOUNDS.len() + 1],
}

impl Durations {
    /// In seconds: OPA's own, from a microsecond to a second.
    pub const BOUNDS: [f64; 13] = [1e-6, 5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1.0];

    /// Counts one.
    pub fn observe(&self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        let bucket = Self::BOUNDS.iter().take_while(|&&bound| bound < seconds).count();
        let Observed { nanos, numbers } = self.0.own();
        numbers[bucket].fetch_add(1, Ordering::Relaxed);
        nanos.fetch_add(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl TypedMetric for Durations {
    const TYPE: MetricType = MetricType::Histogram;
}

impl EncodeMetric for Durations {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        let bounds = Self::BOUNDS.into_iter().chain([f64::INFINITY]);
        let of_bucket = |number: usize| self.0.all().map(|it| it.numbers[number].load(Ordering::Relaxed)).sum();
        let buckets: Vec<(f64, u64)> = bounds.enumerate().map(|(number, bound)| (bound, of_bucket(number))).collect();
        let count = buckets.iter().map(|(_, number)| number).sum();
        let durations = self.0.all().map(|it| Duration::from_nanos(it.nanos.load(Ordering::Relaxed)));
        let seconds = durations.sum::<Duration>().as_secs_f64();
        encoder.encode_histogram::<NoLabelSet>(seconds, count, &buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}
