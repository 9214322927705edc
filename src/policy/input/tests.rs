//! What policies see is what is documented, journalled and explained.

use proptest::prelude::*;
use regorus::Value;

use super::SharedInput;
use crate::decision::testing::generate;

proptest! {
    #[test]
    fn policies_see_of_a_login_what_its_json_says(login in generate::login()) {
        let shared = SharedInput::of(&login);
        for subject in login.subjects() {
            let expected = login.input(subject).to_string();
            let input = shared.about(&login, subject);
            prop_assert_eq!(&input, &Value::from_json_str(&expected).unwrap());
            prop_assert_eq!(input.to_string(), Value::from_json_str(&expected).unwrap().to_string());
        }
    }
}
