//! One operation as the document describes it: what is asked, who may, and every answer there is.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::server::{ServerBuilder, ServerVariableBuilder};
use utoipa::openapi::{Content, ContentBuilder, Ref, RefOr, Required};

use super::{ACQUEON_TOKEN, AGENT, JSON, TOKEN, UCONTACT_TOKEN};
use crate::config::Role;
use crate::dialect::Problem;

/// One operation.
pub(in crate::web) struct Described {
    pub(super) method: HttpMethod,
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
    operation: OperationBuilder,
    problems: Vec<Problem>,
}

impl Described {
    /// A GET: its `id`, unique, and what it is for. HEAD is served wherever GET is.
    pub(in crate::web) fn get(id: &str, summary: &str) -> Self {
        Self::new(HttpMethod::Get, id, summary)
    }

    /// The same by any method.
    pub(in crate::web) fn new(method: HttpMethod, id: &str, summary: &str) -> Self {
        let operation = OperationBuilder::new().operation_id(Some(id)).summary(Some(summary));
        Self { method, operation, schemas: Vec::new(), problems: Vec::new() }
    }

    pub(super) fn with(self, change: impl FnOnce(OperationBuilder) -> OperationBuilder) -> Self {
        Self { operation: change(self.operation), ..self }
    }

    /// At `listen` rather than at the address that the document comes from.
    pub(in crate::web) fn at_listen(self) -> Self {
        let address =
            ServerVariableBuilder::new().default_value("127.0.0.1:8080").description(Some("`listen`")).build();
        let scheme = ServerVariableBuilder::new().default_value("http").enum_values(Some(["http", "https"])).build();
        let server = ServerBuilder::new().url("{scheme}://{listen}").description(Some("For platforms"));
        let server = server.parameter("listen", address).parameter("scheme", scheme).build();
        self.with(|operation| operation.server(server))
    }

    /// Asks for an agent's ID and password.
    pub(in crate::web) fn asks_for_agent(self) -> Self {
        let none: [&str; 0] = [];
        self.or_asks_for(SecurityRequirement::new(AGENT, none))
    }

    /// Asks for a token of uContact's.
    pub(in crate::web) fn asks_for_ucontact_token(self) -> Self {
        let none: [&str; 0] = [];
        self.or_asks_for(SecurityRequirement::new(UCONTACT_TOKEN, none))
    }

    /// Takes a token of a sign-in to Acqueon, or none.
    pub(in crate::web) fn asks_for_acqueon_token(self) -> Self {
        let none: [&str; 0] = [];
        self.or_asks_for(SecurityRequirement::default()).or_asks_for(SecurityRequirement::new(ACQUEON_TOKEN, none))
    }

    /// Where it stands among the others.
    pub(in crate::web) fn tag(self, tag: &str) -> Self {
        self.with(|operation| operation.tag(tag))
    }

    /// What more there is to say.
    pub(in crate::web) fn description(self, text: &str) -> Self {
        self.with(|operation| operation.description(Some(text)))
    }

    /// Asks for a token with at least this role.
    pub(in crate::web) fn for_role(self, role: Role) -> Self {
        let asked = self.with(|operation| operation.security(SecurityRequirement::new(TOKEN, [role.as_str()])));
        let asked = asked.refuses([Problem::TokenRequired, Problem::TooManyBadSecrets { retry_seconds: 2 }]);
        if role == Role::Reader { asked } else { asked.refuses([Problem::RoleTooLow { needed: role.as_str() }]) }
    }

    /// Asks for what `requirement` says, or for one of those before it.
    pub(super) fn or_asks_for(self, requirement: SecurityRequirement) -> Self {
        self.with(|operation| operation.security(requirement))
    }

    /// A parameter of the query that may be left out.
    pub(in crate::web) fn query(self, name: &str, schema: ObjectBuilder, text: &str) -> Self {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).schema(Some(schema));
        self.parameter(parameter.description(Some(text)).build())
    }

    /// A segment of the path.
    pub(in crate::web) fn segment(self, name: &str, schema: ObjectBuilder, text: &str) -> Self {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
        self.parameter(parameter.schema(Some(schema)).description(Some(text)).build())
    }

    pub(in crate::web) fn parameter(self, parameter: Parameter) -> Self {
        self.with(|operation| operation.parameter(parameter))
    }

    /// Takes a body.
    pub(in crate::web) fn body(self, body: RequestBody) -> Self {
        self.with(|operation| operation.request_body(Some(body)))
    }

    /// Takes `T` as JSON.
    pub(in crate::web) fn takes<T: ToSchema>(mut self, example: Value) -> Self {
        self.schemas.push((T::name().into(), T::schema()));
        T::schemas(&mut self.schemas);
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).example(Some(example));
        self.body(RequestBodyBuilder::new().content(JSON, content.build()).required(Some(Required::True)).build())
    }

    /// Answers `T` as JSON.
    pub(in crate::web) fn answers<T: ToSchema>(mut self, status: u16, text: &str, example: Value) -> Self {
        self.schemas.push((T::name().into(), T::schema()));
        T::schemas(&mut self.schemas);
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).example(Some(example));
        self.answers_with(status, ResponseBuilder::new().description(text).content(JSON, content.build()).build())
    }

    /// Answers text of this media type.
    pub(in crate::web) fn answers_text(self, status: u16, text: &str, media_type: &str) -> Self {
        let content = Content::new(Some(string()));
        self.answers_with(status, ResponseBuilder::new().description(text).content(media_type, content).build())
    }

    pub(in crate::web) fn answers_with(self, status: u16, response: Response) -> Self {
        self.with(|operation| operation.response(status.to_string(), response))
    }

    /// May refuse with each of these, whose words are shown as examples.
    pub(in crate::web) fn refuses(mut self, problems: impl IntoIterator<Item = Problem>) -> Self {
        self.problems.extend(problems);
        self
    }

    /// The operation, whole.
    pub(super) fn build(self) -> Operation {
        let mut by_status: BTreeMap<u16, Vec<&Problem>> = BTreeMap::new();
        for problem in &self.problems {
            by_status.entry(problem.status()).or_default().push(problem);
        }
        let refusals = by_status.into_iter();
        refusals.fold(self.operation, |it, (status, all)| it.response(status.to_string(), refusal(&all))).build()
    }
}

/// The answer of all `problems` that share a status.
fn refusal(problems: &[&Problem]) -> Response {
    let titles: Vec<&str> = problems.iter().map(|problem| problem.title()).collect();
    let example = |problem: &&Problem| {
        let document = serde_json::to_value(problem).unwrap_or_default();
        (problem.kind(), ExampleBuilder::new().summary(problem.title()).value(Some(document)).build())
    };
    let schema = Ref::from_schema_name(<Problem as ToSchema>::name());
    let content = ContentBuilder::new().schema(Some(schema)).examples_from_iter(problems.iter().map(example));
    let response =
        ResponseBuilder::new().description(titles.join("; ")).content(Problem::CONTENT_TYPE, content.build());
    let header = |text: &str| HeaderBuilder::new().schema(Some(string())).description(Some(text)).build();
    match problems.first().map(|problem| problem.status()) {
        Some(429 | 503) => {
            response.header("Retry-After", header("In how many seconds it is worth asking again")).build()
        }
        Some(401) => response.header("WWW-Authenticate", header("What is asked for")).build(),
        _ => response.build(),
    }
}

/// A text.
pub(in crate::web) fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String))
}

/// A whole number.
pub(in crate::web) fn integer() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer))
}
