//! When two spellings of a phone number are one number.

/// The fewest and the most digits of a number, as Ozonetel's phone API has them.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=17;

/// A number of more digits than this that begins with the country code needs no `+` to be international.
const LONGEST_NATIONAL_DIGITS: usize = 10;

/// What people write between digits; a `+` that was not escaped arrives as a space.
const SEPARATORS: [char; 7] = [' ', '-', '(', ')', '.', '/', '\u{a0}'];

/// A phone number, in one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    compared: String,
    shown: String,
}

impl PhoneNumber {
    /// Reads `text`: digits with separators, `+` before them at most.
    ///
    /// `country_code` are the digits of the country that numbers without one are in.
    ///
    /// Without a country code, numbers of the same digits are one, with or without `+`. With one, international and
    /// national forms are one: `+91 …`, `0091 …`, `91 …` if longer than ten digits, `0…` and any other are in `91`.
    #[must_use]
    pub fn read(text: &str, country_code: Option<&str>) -> Option<Self> {
        let plain: String = text.chars().filter(|character| !SEPARATORS.contains(character)).collect();
        let digits = plain.strip_prefix('+').unwrap_or(&plain);
        if !all_digits(digits) {
            return None;
        }
        let number = match country_code {
            None => Self { compared: digits.to_owned(), shown: plain.clone() },
            Some(code) => {
                let international = format!("+{}", international(digits, plain.starts_with('+'), code));
                Self { compared: international.clone(), shown: international }
            }
        };
        DIGITS.contains(&number.compared.trim_start_matches('+').len()).then_some(number)
    }

    /// What is stored, compared and told to policies: `+` and all digits with a country code, digits alone without.
    #[must_use]
    pub fn compared(&self) -> &str {
        &self.compared
    }

    /// What agents are shown: without a country code, with `+` if the number came with one.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

/// The digits from the country code on.
fn international(digits: &str, has_plus: bool, country: &str) -> String {
    if has_plus {
        digits.to_owned()
    } else if let Some(international) = digits.strip_prefix("00") {
        international.to_owned()
    } else if let Some(national) = digits.strip_prefix('0') {
        format!("{country}{national}")
    } else if digits.starts_with(country) && digits.len() > LONGEST_NATIONAL_DIGITS {
        digits.to_owned()
    } else {
        format!("{country}{digits}")
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
