//! Packages that change with the directory.

use proptest::prelude::*;

use super::*;

/// A module that is one of two of its package, or the only one.
fn module(file: usize) -> Arc<Module> {
    let text = format!("package lib.of_{}\n\nx := {file}\n", file / 2);
    Arc::new(Module::parse(&format!("lib/{file}.rego").into(), &text.into(), None))
}

fn files(packages: &Packages) -> Vec<(&DataPath, Vec<&str>)> {
    let named = packages.modules.iter();
    named.map(|(name, modules)| (name, modules.iter().map(|module| &*module.file).collect())).collect()
}

proptest! {
    #[test]
    fn changed_packages_are_those_that_the_modules_alone_make(
        steps in proptest::collection::vec(proptest::collection::btree_set(0_usize..6, 0..6), 1..6)
    ) {
        let mut packages = Packages::default();
        let mut before: BTreeMap<usize, Arc<Module>> = BTreeMap::new();
        for present in steps {
            // The even ones stay the same modules, the odd ones are edited each time.
            let kept = |file: &usize| before.get(file).filter(|_| file.is_multiple_of(2)).cloned();
            let after: BTreeMap<_, _> = present.iter().map(|file| (*file, kept(file).unwrap_or_else(|| module(*file)))).collect();
            let is_in = |modules: &BTreeMap<usize, Arc<Module>>, file: usize, module: &Arc<Module>| {
                modules.get(&file).is_some_and(|it| Arc::ptr_eq(it, module))
            };
            let gone: Vec<_> = before.iter().filter(|it| !is_in(&after, *it.0, it.1)).map(|it| Arc::clone(it.1)).collect();
            let new: Vec<_> = after.iter().filter(|it| !is_in(&before, *it.0, it.1)).map(|it| Arc::clone(it.1)).collect();
            let names = Arc::clone(packages.kept_names());
            packages.change(&gone, &new);
            let fresh = Packages::new(after.values());
            prop_assert_eq!(files(&packages), files(&fresh));
            prop_assert_eq!(packages.kept_names(), fresh.kept_names());
            prop_assert_eq!(Arc::ptr_eq(packages.kept_names(), &names), names == *fresh.kept_names());
            let declaring = packages.modules.values().flatten().map(Arc::as_ptr);
            prop_assert_eq!(declaring.collect::<BTreeSet<_>>(), after.values().map(Arc::as_ptr).collect::<BTreeSet<_>>());
            before = after;
        }
    }
}
