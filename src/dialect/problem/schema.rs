//! What a problem document looks like, for the `OpenAPI` document: as [`document`](super::document) writes it.

use std::borrow::Cow;

use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Problem;

impl ToSchema for Problem {
    fn name() -> Cow<'static, str> {
        "Problem".into()
    }
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        let of = |kind, text| ObjectBuilder::new().schema_type(SchemaType::Type(kind)).description(Some(text));
        let text = |text| of(Type::String, text);
        let kind =
            text("What is wrong, the same for every occurrence.").pattern(Some("^urn:logingate:problem:[a-z_]+$"));
        let errors = ArrayBuilder::new().items(Ref::from_schema_name("Finding"));
        let fault = ObjectBuilder::new()
            .property("line", of(Type::Integer, "The line, from 1 on; left out where there is but one agent."))
            .property("field", text("The field, if it is one."))
            .property("problem", text("What is wrong, and what would be right."))
            .required("problem");
        let faults =
            ArrayBuilder::new().items(fault).description(Some("What is wrong with agents, the first hundred."));
        ObjectBuilder::new()
            .description(Some("Why a request is refused (RFC 9457)."))
            .property("type", kind)
            .property("title", text("The same in words."))
            .property("status", of(Type::Integer, "The HTTP status."))
            .property("detail", text("What is wrong with this request, and what to do."))
            .property("field", text("The field or parameter that is wrong, if it is one."))
            .property("got", text("What it was given as."))
            .property("accepted", text("What it may be."))
            .property(
                "errors",
                errors.description(Some("What is wrong with the candidates, as `logingate check` tells it.")),
            )
            .property("faults", faults)
            .required("type")
            .required("title")
            .required("status")
            .required("detail")
            .into()
    }
}
