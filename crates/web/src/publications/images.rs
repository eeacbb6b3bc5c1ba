//! `/images/{id}`: an image, to whoever may read a text that shows it.

use std::collections::BTreeMap;

use access::{Caller, permit};
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use markdown::{Size, Text};
use vocabulary::{Id, Problem, Refused};

use crate::{answer::Answer, visit::Visit};

/// How large the images of a text are, of those that its reader may see.
pub(crate) type Sizes = BTreeMap<Id, Size>;

/// What a browser does with an image that everybody may see: under its address there is never another. Only the browser that
/// has it keeps it: once its text is withdrawn, nobody on the way gives it to somebody else.
const KEPT: &str = "private, max-age=31536000, immutable";

/// `/images/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let fail = |problem: Problem| visit.problem(problem);
    let id = Id::parse(&id).map_err(|_| fail(Refused::NotFound.into()))?;
    let staff = visit.staff().await?;
    // Somebody who has not proven enough yet sees what everybody sees.
    let caller =
        if access::scope::<permit::PublicationRead>(&staff).is_ok() { staff } else { Caller::Nobody };
    let shown = visit.site.services.publications.image(&caller, id).await.map_err(fail)?;
    let tag = format!("\"{}\"", shown.image.sha256);
    let known = visit.headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let known = shown.public && known.is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag));
    let body = if known { Body::empty() } else { Body::from(shown.bytes) };
    let mut response = Response::new(body);
    let kind = shown.image.header.format.media_type();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let answer = Answer(response);
    Ok(if shown.public {
        answer.with(header::CACHE_CONTROL, KEPT).with(header::ETAG, &tag).with(header::VARY, "cookie")
    } else {
        answer
    })
}

/// How large the images of these texts are, of those that a caller may see.
pub(crate) async fn sizes<'a>(
    visit: &Visit,
    caller: &Caller,
    texts: impl IntoIterator<Item = &'a Text>,
) -> Result<Sizes, Problem> {
    let ids: Vec<Id> =
        texts.into_iter().flat_map(|text| text.images().into_iter().map(|image| image.id)).collect();
    let found = visit.site.services.publications.images(caller, &ids).await?;
    let size = |image: publications::Image| Size { width: image.header.width, height: image.header.height };
    Ok(found.into_iter().map(|(id, image)| (id, size(image))).collect())
}
