use std::io::Read as _;

use flate2::read::GzDecoder;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::journal::upload::batch::{batches, body, events};

fn unpacked(body: &[u8]) -> Value {
    let mut text = String::new();
    GzDecoder::new(body).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn lines(texts: &[String]) -> Vec<u8> {
    texts.iter().flat_map(|text| format!("{}\n", json!({ "text": text })).into_bytes()).collect()
}

proptest! {
    #[test]
    fn every_event_is_sent_once_and_in_order_and_no_batch_is_too_long(texts in vec(".{0,40}", 0..30), most in 1_usize..200) {
        let content = lines(&texts);
        let (events, damaged) = events(&content);
        let batches = batches(&events, most);
        let sent = batches.iter().map(|batch| unpacked(&body(batch).unwrap()));
        let sent: Vec<_> = sent.flat_map(|array| array.as_array().unwrap().clone()).collect();
        prop_assert_eq!(sent, texts.iter().map(|text| json!({ "text": text })).collect::<Vec<_>>());
        prop_assert_eq!(damaged, 0);
        for batch in &batches {
            let bytes: usize = batch.iter().map(|event| event.len() + 1).sum();
            prop_assert!(batch.len() == 1 || bytes <= most);
        }
        // None could have gone with the one before it.
        for (batch, next) in batches.iter().zip(batches.iter().skip(1)) {
            let bytes: usize = batch.iter().map(|event| event.len() + 1).sum();
            prop_assert!(bytes + next[0].len() + 1 > most);
        }
    }

    #[test]
    fn whatever_stands_in_a_file_what_is_sent_is_an_array_of_objects(content in vec(any::<u8>(), 0..300), texts in vec(".{0,9}", 0..4)) {
        let content = [lines(&texts), content].concat();
        let (events, _) = events(&content);
        prop_assert!(events.len() >= texts.len());
        for batch in batches(&events, 64) {
            prop_assert!(unpacked(&body(batch).unwrap()).as_array().unwrap().iter().all(Value::is_object));
        }
    }

    #[test]
    fn a_line_that_was_cut_off_is_passed_over_and_counted(texts in vec(".{0,9}", 1..5), cut in 1_usize..10) {
        let mut content = lines(&texts);
        // The line end alone is not missed.
        content.truncate(content.len() - 1 - cut);
        let (events, damaged) = events(&content);
        prop_assert_eq!((events.len(), damaged), (texts.len() - 1, 1));
    }
}
