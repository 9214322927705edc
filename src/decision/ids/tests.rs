//! Which texts and numbers are ids.

use proptest::prelude::*;

use super::{IdError, ProjectId};

#[test]
fn an_id_is_a_positive_integer_below_two_to_the_63() {
    for text in ["1", "42", "9223372036854775807"] {
        assert_eq!(text.parse::<ProjectId>().map(|id| id.to_string()).as_deref(), Ok(text));
    }
}

#[test]
fn nothing_else_is_an_id() {
    let refused = [
        "",
        "0",
        "-1",
        "+1",
        " 1",
        "1 ",
        "01",
        "1.0",
        "1e3",
        "0x1",
        "1_000",
        "١",
        "9223372036854775808",
        "18446744073709551617",
        "99999999999999999999999999",
    ];
    for text in refused {
        assert_eq!(text.parse::<ProjectId>(), Err(IdError), "{text:?}");
    }
}

proptest! {
    #[test]
    fn an_id_reads_back_as_it_was_written(number in 1..=i64::MAX.unsigned_abs()) {
        prop_assert_eq!(number.to_string().parse::<ProjectId>().unwrap().get(), number);
    }

    #[test]
    fn a_number_is_the_id_that_its_digits_are(number: u64, small in 0..3_u64) {
        for number in [number, small, i64::MAX.unsigned_abs() - 1 + small] {
            prop_assert_eq!(ProjectId::try_from(number), number.to_string().parse(), "{}", number);
        }
    }

    #[test]
    fn no_text_makes_the_reader_of_ids_fail_otherwise(text in r"[0-9+\-. eE_]{0,25}|.*") {
        if let Ok(id) = text.parse::<ProjectId>() {
            prop_assert_eq!(id.to_string(), text);
        }
    }
}
