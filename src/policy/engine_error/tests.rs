use super::*;

const FILE: &str = "projects/1.rego";

fn fault(text: &str, line: usize, column: usize, message: &str) -> Fault {
    let error = format!("\n--> {FILE}:{line}:{column}\n  |\n3 | …\n  |  ^\nerror: {message}");
    fault_of(&error, &"other.rego".into(), |path| Some((path.into(), text.into())))
}

fn place(fault: &Fault) -> (usize, usize) {
    fault.place.map(|place| (place.line, place.column)).unwrap()
}

#[test]
fn the_first_sentence_is_the_cause() {
    for (error, cause) in [
        ("\n--> a.rego:1:2\n  |\nerror: no good.\n\n--> a.rego:9:9\nerror: defined there", "no good"),
        ("var x is unsafe", "var x is unsafe"),
        ("", "the engine gave no reason"),
    ] {
        assert_eq!(root_cause(error), cause);
    }
}

#[test]
fn columns_are_counted_in_characters_as_people_do() {
    let text = "package a\n\nallow if {\n\t\t\"üöä\" == input.x; y\n}\n";
    // Two tabs are eight columns, the text in quotes is six bytes.
    assert_eq!(place(&fault(text, 4, 9, "x")), (4, 3));
    let start_of_y = 8 + "\"üöä\" == input.x; ".len() + 1;
    assert_eq!(place(&fault(text, 4, start_of_y, "x")), (4, 21));
    assert_eq!(place(&fault("# ä\nx\n", 1, 4, "x")), (1, 4));
}

#[test]
fn a_place_beyond_the_text_is_its_end() {
    for (line, column) in [(1, 99), (99, 1), (0, 0), (3, 4)] {
        let fault = fault("ä\nb", line, column, "x");
        assert!(fault.place.unwrap().start <= "ä\nb".len(), "{line}:{column}");
    }
}

#[test]
fn an_error_without_a_place_is_one_of_the_file_it_came_from() {
    let fault = fault_of("not a valid rule path", &"other.rego".into(), |_| None);
    assert_eq!((&*fault.file, fault.place, fault.message.as_str()), ("other.rego", None, "not a valid rule path"));
}

#[test]
fn a_bracket_that_is_not_closed_is_shown_where_it_opens() {
    let text = "package a\n\nallow if {\n\tx == [1,\n\t2\n}\n";
    let fault = fault(text, 6, 1, "expecting `]` while parsing array");
    assert_eq!((place(&fault), fault.message.as_str()), ((4, 7), "this `[` is not closed"));
}
