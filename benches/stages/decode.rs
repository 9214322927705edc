//! From a request to a login.

use divan::{Bencher, black_box};
use logingate::dialect::Method;

use crate::asking::{QUERY, hook, login, request};
use crate::workload::WireForm;

const FORMS: [WireForm; 4] = [WireForm::Query, WireForm::Json, WireForm::Form, WireForm::Encrypted];

#[divan::bench(args = FORMS)]
fn of_5_projects(bencher: Bencher<'_, '_>, form: WireForm) {
    decode(bencher, form, 5);
}

#[divan::bench(args = FORMS)]
fn of_50_projects(bencher: Bencher<'_, '_>, form: WireForm) {
    decode(bencher, form, 50);
}

#[divan::bench]
fn secret(bencher: Bencher<'_, '_>) {
    let hook = hook(WireForm::Json);
    bencher.bench(|| assert!(hook.authenticate(black_box(&request(Method::Send, QUERY, "")), 0).is_ok()));
}

fn decode(bencher: Bencher<'_, '_>, form: WireForm, projects: u64) {
    let (hook, login) = (hook(form), login(projects));
    let (target, body) = (login.target(form), login.body(form).unwrap_or_default());
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let method = if form == WireForm::Query { Method::Get } else { Method::Send };
    let request = request(method, query, &body);
    assert!(hook.read(&request).is_ok_and(|read| read.projects.as_slice().len() as u64 == projects));
    bencher.bench(|| hook.read(black_box(&request)));
}
