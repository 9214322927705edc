//! What decides about agents without projects: one package a platform.

use logingate::decision::Outcome::{Allow, Deny, Error, NoPolicy};
use logingate::decision::{Outcome, Platform, Policies as _, Subject, Verdict};
use logingate::policy::{Entry, FaultKind};
use regorus::Value;
use serde_json::json;

use super::support::{Files, House, LARGE_STACK_BYTES, NOW, with_stack};

const DEFAULT: (&str, &str) = ("default.rego", "package projects.default\n\nallow := true\n");

fn policy(platform: &str, rules: &str) -> String {
    format!("package platforms.{platform}\n\n{rules}")
}

/// What comes of an agent of `platform` without projects.
fn verdict(house: &House, platform: Platform, input: serde_json::Value) -> Verdict {
    match house.update.set.find(Subject::Platform(platform)).map(|it| std::sync::Arc::clone(it)) {
        Ok(policy) => with_stack(LARGE_STACK_BYTES, || policy.decide_on(Value::from(input), NOW)),
        Err(verdict) => Verdict::clone(&verdict),
    }
}

fn outcome(house: &House, platform: Platform) -> Outcome {
    verdict(house, platform, json!({})).outcome
}

#[test]
fn each_platform_is_decided_by_its_own_package_with_allow_and_deny() {
    let rules = "allow if input.station.extension == \"5101\"\n\ndeny contains \"not you\" if input.userId == 9\n";
    let house = House::of(&Files::of([DEFAULT]).with("platforms/ucontact.rego", policy("ucontact", rules)));
    assert_eq!(house.faults(), []);
    let of = |user: u64| json!({"userId": user, "station": {"extension": "5101"}});
    let allowed = verdict(&house, Platform::Ucontact, of(7));
    assert_eq!((allowed.outcome, &*allowed.policy.unwrap().package), (Allow, "platforms.ucontact"));
    let denied = verdict(&house, Platform::Ucontact, of(9));
    assert_eq!((denied.outcome, denied.reasons), (Deny, vec!["not you".to_owned()]));
    let policy = house.update.set.find(Subject::Platform(Platform::Ucontact)).unwrap();
    let reads = logingate::decision::Policy::reads(&***policy);
    assert_eq!(
        reads.parts.iter().map(logingate::decision::Part::describe).collect::<Vec<_>>(),
        ["input.userId", "input.station"]
    );
}

#[test]
fn without_its_own_package_nothing_decides_about_a_platform_not_even_the_default() {
    let house = House::of(&Files::of([DEFAULT]).with("platforms/ucontact.rego", policy("ucontact", "allow := true\n")));
    for platform in [Platform::Ozonetel, Platform::Acqueon, Platform::Iservice, Platform::Vcc] {
        let verdict = verdict(&house, platform, json!({}));
        assert_eq!((verdict.outcome, verdict.policy), (NoPolicy, None), "{platform}");
        assert_eq!(verdict.reasons, ["the agent has no projects, and no policy decides for the platform"]);
    }
    assert_eq!(house.outcome(7), Allow, "a project still has the default");
}

#[test]
fn a_platform_that_nobody_asks_about_is_refused_with_the_one_that_may_be_meant() {
    for (package, message, hint) in [
        ("ucontakt", "there is no platform `ucontakt`", "did you mean `platforms.ucontact`?"),
        ("Iservice", "there is no platform `Iservice`", "did you mean `platforms.iservice`?"),
        (
            "zoom",
            "there is no platform `zoom`",
            "known are `platforms.ucontact`, `platforms.ozonetel`, `platforms.acqueon`, `platforms.iservice`",
        ),
        (
            "vcc",
            "nobody asks `platforms.vcc`: every login of VCC Live names its projects",
            "write `package projects.default` for projects without a policy of their own",
        ),
    ] {
        let house = House::of(&Files::default().with("a.rego", policy(package, "allow := true\n")));
        let fault = house.only_fault();
        assert_eq!((fault.kind, &*fault.message), (FaultKind::Package, message));
        assert_eq!(fault.hint.as_deref(), Some(hint));
        assert_eq!(fault.place.map(|place| (place.line, place.column)), Some((1, 1)));
    }
}

#[test]
fn the_path_of_a_platform_s_policy_and_its_package_agree() {
    let house = House::of(&Files::default().with("platforms/acqueon.rego", policy("ozonetel", "allow := true\n")));
    let fault = house.only_fault();
    assert_eq!(fault.message, "the path names platform acqueon, but the package is `platforms.ozonetel`");
    assert_eq!(fault.hint.as_deref(), Some("write `package platforms.acqueon`, or move the file"));
    assert_eq!((outcome(&house, Platform::Acqueon), outcome(&house, Platform::Ozonetel)), (Error, NoPolicy));
    let anywhere = House::of(&Files::default().with("a/b.rego", policy("ozonetel", "allow := true\n")));
    assert_eq!((anywhere.faults().len(), outcome(&anywhere, Platform::Ozonetel)), (0, Allow));
}

#[test]
fn libraries_may_stand_below_a_platform() {
    let files = Files::default()
        .with("platforms/iservice.rego", policy("iservice", "allow if data.platforms.iservice.hours.open\n"))
        .with("hours.rego", "package platforms.iservice.hours\n\nopen := true\n");
    let house = House::of(&files);
    assert_eq!((house.faults().len(), outcome(&house, Platform::Iservice)), (0, Allow));
}

#[test]
fn the_last_good_version_decides_about_a_platform_too() {
    let good = Files::default().with("platforms/ucontact.rego", policy("ucontact", "allow := true\n"));
    let mut house = House::of(&good);
    for broken in
        ["package platforms.ucontact\n\nallow if {\n", "packag", "package platforms.ucontakt\n\nallow := false\n"]
    {
        house.now(&good.clone().with("platforms/ucontact.rego", broken));
        assert_eq!(outcome(&house, Platform::Ucontact), Allow, "{broken}");
        let set = &house.update.set;
        let [broken] = set.broken() else { panic!("{:?}", set.broken()) };
        assert_eq!((&broken.entry, broken.has_last_good), (&Entry::Platform(Platform::Ucontact), true));
    }
    house.now(&good.clone().with("platforms/ucontact.rego", policy("ucontact", "allow := false\n")));
    assert_eq!((outcome(&house, Platform::Ucontact), house.faults().len()), (Deny, 0));
    house.now(&Files::default());
    assert_eq!(outcome(&house, Platform::Ucontact), NoPolicy);
    house.now(&Files::default().with("platforms/ucontact.rego", "package platforms.ucontact\n\nallow if {\n"));
    let verdict = verdict(&house, Platform::Ucontact, json!({}));
    assert_eq!(verdict.outcome, Error);
    assert!(verdict.reasons[0].starts_with("the policy is broken: platforms/ucontact.rego:"), "{:?}", verdict.reasons);
}

#[test]
fn before_the_first_load_a_platform_is_an_error_like_any_project() {
    let set = logingate::policy::PolicySet::not_loaded();
    let verdict = set.find(Subject::Platform(Platform::Ucontact)).err().unwrap();
    assert_eq!((verdict.outcome, &verdict.reasons[..]), (Error, &["the policies are not loaded yet".to_owned()][..]));
}
