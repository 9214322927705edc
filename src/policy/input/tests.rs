//! What policies see is what is documented, journalled and explained.

use proptest::prelude::*;
use regorus::Value;

use super::SharedInput;
use crate::decision::testing::generate;
use crate::decision::{Part, Reads};

proptest! {
    #[test]
    fn policies_see_of_a_login_what_its_json_says(login in generate::login()) {
        let shared = SharedInput::of(&login);
        for subject in login.subjects() {
            let expected = login.input(subject).to_string();
            let input = shared.about(&login, subject, &Reads::of_everything());
            prop_assert_eq!(&input, &Value::from_json_str(&expected).unwrap());
            prop_assert_eq!(input.to_string(), Value::from_json_str(&expected).unwrap().to_string());
        }
    }

    #[test]
    fn policies_that_read_no_custom_data_are_spared_it_and_others_see_it_after_them(login in generate::login()) {
        let shared = SharedInput::of(&login);
        let reads = |part| Reads::of_parts([Part::UserId, part]);
        let of_agent = reads(Part::Username);
        let of_custom_data = reads(Part::CustomData(vec!["region".into()]));
        shared.complete(&login, &of_agent);
        prop_assert!(shared.custom_data.get().is_none());
        for subject in login.subjects() {
            let mut expected = login.input(subject);
            let whole = Value::from_json_str(&expected.to_string()).unwrap();
            expected.as_object_mut().unwrap().remove("customData");
            let spared = Value::from_json_str(&expected.to_string()).unwrap();
            prop_assert_eq!(shared.about(&login, subject, &of_agent), spared);
            prop_assert_eq!(shared.about(&login, subject, &of_custom_data), whole);
        }
    }

    #[test]
    fn what_a_policy_reads_is_there_before_it_is_evaluated(login in generate::login()) {
        let shared = SharedInput::of(&login);
        shared.complete(&login, &Reads::of_everything());
        prop_assert!(shared.custom_data.get().is_some());
    }
}
