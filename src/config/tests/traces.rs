//! `[traces]`, and the variables of OpenTelemetry.

use super::Scene;
use crate::config::ReceiverSettings;

const TOKEN: &str = "Authorization: Bearer hidden-token";

fn receiver(scene: &Scene) -> ReceiverSettings {
    scene.load().settings.traces.receiver.unwrap()
}

fn at(endpoint: &str) -> Scene {
    Scene::with_file(&format!("[traces]\nendpoint = \"{endpoint}\"\n"))
}

#[test]
fn they_are_off_unless_somebody_receives_them() {
    let traces = Scene::new().load().settings.traces;
    assert!(traces.receiver.is_none() && traces.follow_callers);
    assert_eq!((traces.sample_ratio, &*traces.service_name), (1.0, "logingate"));
}

#[test]
fn spans_are_posted_to_their_path_below_the_endpoint() {
    for (endpoint, url) in [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("HTTPS://otlp.example.com/", "https://otlp.example.com/v1/traces"),
        ("https://example.com/otlp/", "https://example.com/otlp/v1/traces"),
    ] {
        let receiver = receiver(&at(endpoint));
        assert_eq!((&*receiver.url, receiver.is_https()), (url, url.starts_with("https")));
    }
}

#[test]
fn what_is_no_url_of_a_receiver_is_refused() {
    for endpoint in
        ["", "127.0.0.1:4318", "grpc://collector:4317", "http://", "http://c:0", "http://c?a=b", "http://c#a", "on"]
    {
        let fault = at(endpoint).fault();
        assert!(fault.starts_with(&format!("traces.endpoint (logingate.toml): got {endpoint:?}, expected")), "{fault}");
    }
    let fault = at("https://user:hidden@example.com").fault();
    assert!(fault.contains("holds a user or a password") && !fault.contains("hidden"), "{fault}");
}

#[test]
fn headers_come_from_the_settings_or_a_file_and_are_shown_nowhere() {
    let inline = Scene::with_file(&format!("[traces]\nendpoint = \"https://c\"\nheaders = [\"{TOKEN}\"]\n"));
    let filed = Scene::with_file("[traces]\nendpoint = \"https://c\"\nheaders_file = \"headers\"\n");
    filed.write("headers", format!("{TOKEN}\n\n"));
    for scene in [inline, filed] {
        assert_eq!(receiver(&scene).headers["authorization"], "Bearer hidden-token");
        let loaded = scene.load();
        assert!(!format!("{loaded:?} {}", loaded.report).contains("hidden"));
        assert_eq!(loaded.warnings.len(), 1, "{:?}", loaded.warnings);
    }
}

#[test]
fn what_is_no_header_is_refused_and_not_shown() {
    for wrong in ["hidden", "hidden token: x", "X-Token:", "Host: hidden", "Content-Type: hidden", "X: hidden\\u0000"] {
        let fault = Scene::with_file(&format!("[traces]\nheaders = [\"X-A: b\", \"{wrong}\"]\n")).fault();
        assert!(fault.contains("what stands at [1] is no header") && !fault.contains("hidden"), "{fault}");
    }
    let both = format!("[traces]\nheaders = [\"{TOKEN}\"]\nheaders_file = \"headers\"\n");
    assert!(Scene::with_file(&both).fault().contains("expected one of the two"));
}

#[test]
fn headers_that_others_can_read_on_their_way_are_warned_about() {
    let warnings = |endpoint: &str| {
        let scene = Scene::with_file(&format!("[traces]\nendpoint = \"{endpoint}\"\nheaders = [\"{TOKEN}\"]\n"));
        scene.load().warnings.into_iter().filter(|line| line.contains("without TLS")).count()
    };
    assert_eq!(warnings("http://collector:4318"), 1);
    for private in ["https://collector", "http://localhost:4318", "http://127.0.0.1:4318", "http://[::1]:4318"] {
        assert_eq!(warnings(private), 0, "{private}");
    }
}

#[test]
fn a_ratio_is_a_number_from_0_to_1() {
    let ratio = |ratio: &str| Scene::with_file(&format!("[traces]\nsample_ratio = {ratio}\n"));
    for (text, number) in [("0", 0.0), ("0.25", 0.25), ("1", 1.0), ("1.0", 1.0)] {
        assert!((ratio(text).load().settings.traces.sample_ratio - number).abs() < f64::EPSILON, "{text}");
    }
    for wrong in ["-0.1", "1.1", "nan", "\"0.5\"", "true"] {
        assert!(ratio(wrong).fault().contains("expected a number from 0 to 1"), "{wrong}");
    }
    let from_environment = Scene::new().env("LOGINGATE_TRACES__SAMPLE_RATIO", "0.5");
    assert!((from_environment.load().settings.traces.sample_ratio - 0.5).abs() < f64::EPSILON);
}

#[test]
fn the_variables_of_opentelemetry_are_settings_too() {
    let scene = at("http://file:4318")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "https://all:4318")
        .env("OTEL_EXPORTER_OTLP_HEADERS", "x-team=hidden%20one, x-other=2")
        .env("OTEL_EXPORTER_OTLP_CERTIFICATE", "ca.crt")
        .env("OTEL_SERVICE_NAME", "gate");
    let receiver_of_all = receiver(&scene);
    assert_eq!(receiver_of_all.url, "https://all:4318/v1/traces");
    assert_eq!(
        (&receiver_of_all.headers["x-team"], &receiver_of_all.headers["x-other"]),
        (&"hidden one".parse().unwrap(), &"2".parse().unwrap())
    );
    assert_eq!(receiver_of_all.authorities, Some(scene.dir.path().join("ca.crt")));
    assert_eq!(scene.load().settings.traces.service_name, "gate");
    assert_eq!(scene.reported("traces.endpoint").1, "environment OTEL_EXPORTER_OTLP_ENDPOINT");
    let scene = scene.env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces:4318/v1/traces");
    assert_eq!(receiver(&scene).url, "https://traces:4318/v1/traces");
    let scene = scene.env("LOGINGATE_TRACES__ENDPOINT", "https://ours:4318");
    assert_eq!(receiver(&scene).url, "https://ours:4318/v1/traces");
}

#[test]
fn authorities_of_a_receiver_without_tls_are_refused() {
    let fault = Scene::with_file("[traces]\nendpoint = \"http://c\"\nca = \"ca.crt\"\n").fault();
    assert!(
        fault.starts_with("traces.ca (logingate.toml): is set, but traces.endpoint is reached without TLS"),
        "{fault}"
    );
}

#[test]
fn an_empty_variable_is_none_and_all_can_be_disabled() {
    let scene = Scene::new().env("OTEL_EXPORTER_OTLP_ENDPOINT", "");
    assert!(scene.load().settings.traces.receiver.is_none());
    let scene = Scene::new().env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c").env("OTEL_SDK_DISABLED", "TRUE");
    assert!(scene.load().settings.traces.receiver.is_none());
}

#[test]
fn a_variable_that_asks_for_something_else_is_refused() {
    let other_path = Scene::new().env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/spans");
    assert!(
        other_path.fault().contains("(environment OTEL_EXPORTER_OTLP_TRACES_ENDPOINT): does not end in /v1/traces")
    );
    let grpc = Scene::new().env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assert!(grpc.load().settings.traces.receiver.is_none());
    let fault = grpc.env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317").fault();
    assert!(fault.contains("OTEL_EXPORTER_OTLP_PROTOCOL): got \"grpc\", expected \"http/protobuf\""), "{fault}");
}
