//! References taken apart: `input.customData[key].x` as a root and what follows it.

use std::sync::Arc;

use regorus::unstable::{Expr, Ref, Span};

use super::package::DataPath;

/// A reference taken apart: its root variable and its components, `None` where a component is not a constant string.
pub struct Chain {
    /// The variable at the root.
    pub root: Arc<str>,
    /// Where the root stands.
    pub span: Span,
    /// What follows it.
    pub components: Vec<Option<String>>,
    /// The expressions behind the components that are not constant strings.
    pub indexes: Vec<Ref<Expr>>,
}

impl Chain {
    /// Takes a reference apart; `None` when its root is not a variable.
    #[must_use]
    pub fn of(expression: &Ref<Expr>) -> Option<Self> {
        let (mut components, mut indexes, mut current) = (Vec::new(), Vec::new(), expression.clone());
        loop {
            let next = match current.as_ref() {
                Expr::Var { span, .. } => {
                    components.reverse();
                    let (root, span) = (span.text().into(), span.clone());
                    return Some(Self { root, span, components, indexes });
                }
                Expr::RefDot { refr, field, .. } => {
                    components.push(Some(field.0.text().to_owned()));
                    refr.clone()
                }
                Expr::RefBrack { refr, index, .. } => {
                    let constant = match index.as_ref() {
                        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok(),
                        _ => None,
                    };
                    if constant.is_none() {
                        indexes.push(index.clone());
                    }
                    components.push(constant.map(ToString::to_string));
                    refr.clone()
                }
                _ => return None,
            };
            current = next;
        }
    }

    /// The components up to the first that is not constant.
    #[must_use]
    pub fn constant_prefix(components: &[Option<String>]) -> DataPath {
        components.iter().map_while(Clone::clone).collect()
    }

    /// The whole reference as one path, if every component is constant.
    #[must_use]
    pub fn constant_path(&self) -> Option<DataPath> {
        let mut path = vec![self.root.to_string()];
        for component in &self.components {
            path.push(component.clone()?);
        }
        Some(path)
    }
}
