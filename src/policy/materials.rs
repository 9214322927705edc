//! What an engine beside the deciding ones is made from: modules, the data they may read, and how long it may evaluate.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use regorus::unstable::BUILTINS;
use regorus::{Engine, Value};

use super::engine;
use super::engine_error;
use super::fault::Fault;
use super::module::{Content, Module};

/// Modules and data, to ask questions of.
pub struct Materials<'m> {
    /// The modules.
    pub modules: &'m [Arc<Module>],
    /// Base data.
    pub data: Value,
    /// How long one evaluation may take.
    pub evaluation_limit: Duration,
}

impl<'m> Materials<'m> {
    /// An engine that holds them, as the server's engines are but with the text that `text_of` gives for each module:
    /// what the author wrote is `module.text`, what the server runs is `content.engine_text`.
    ///
    /// Nothing is prepared or decided yet; `time.now_ns()` answers what `engine::begin` says.
    ///
    /// # Errors
    /// The engine's own refusal.
    pub fn engine(&self, text_of: impl Fn(&'m Module, &'m Content) -> Cow<'m, str>) -> Result<Engine, Fault> {
        let refusal = |module: &Arc<Module>, error: &str| {
            engine_error::fault_of(error, &module.file, |path| {
                let module = self.modules.iter().find(|module| &*module.file == path)?;
                Some((Arc::clone(&module.file), Arc::clone(&module.text)))
            })
        };
        let of_engine = |error: String| engine_error::fault_of(&error, &"data".into(), |_| None);
        let mut engine = engine::bare();
        engine.set_execution_timer_config(engine::timer(self.evaluation_limit, true));
        engine::replace_builtins(&mut engine, &BUILTINS.keys().copied().collect()).map_err(of_engine)?;
        for module in self.modules {
            let Ok(content) = &module.content else { continue };
            let text = text_of(module, content).into_owned();
            engine.add_policy(module.file.to_string(), text).map_err(|error| refusal(module, &error.to_string()))?;
        }
        engine.add_data(self.data.clone()).map_err(|error| of_engine(error.to_string()))?;
        Ok(engine)
    }
}
