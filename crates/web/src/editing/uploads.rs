//! Files that come with a form of those who write: read a part at a time, never past their bound.

use access::Caller;
use axum::{
    body::Bytes,
    extract::{FromRequest as _, Multipart, Request, multipart::Field},
    http::StatusCode,
};

use super::writer;
use crate::{answer::Answer, forms, site::Site, visit::Visit};

/// A form with files, whose sender may write and whose token is good. Its other parts are still to be read.
pub(super) struct Sent {
    pub(super) visit: Visit,
    pub(super) caller: Caller,
    pub(super) parts: Multipart,
}

impl Sent {
    pub(super) async fn read(site: &Site, request: Request) -> Result<Self, Answer> {
        let (mut head, body) = request.into_parts();
        let Ok(visit) =
            <Visit as axum::extract::FromRequestParts<Site>>::from_request_parts(&mut head, site).await;
        let caller = writer(&visit).await?;
        let request = Request::from_parts(head, body);
        let mut parts = Multipart::from_request(request, site).await.map_err(|_| unreadable(&visit))?;
        let token = match parts.next_field().await {
            Ok(Some(field)) if field.name() == Some("jeton") => {
                let bytes = bounded(field, 1024).await.ok().flatten().ok_or_else(|| unreadable(&visit))?;
                String::from_utf8(bytes).map_err(|_| unreadable(&visit))?
            }
            _ => return Err(unreadable(&visit)),
        };
        if !forms::same_origin(&visit) || !forms::genuine(&visit, &token) {
            return Err(Answer::refuse(&visit, StatusCode::FORBIDDEN, "form-expired"));
        }
        Ok(Self { visit, caller, parts })
    }
}

/// The answer to what is no form of ours.
pub(super) fn unreadable(visit: &Visit) -> Answer {
    Answer::refuse(visit, StatusCode::BAD_REQUEST, "form-unreadable")
}

/// The bytes of a field; `None` when there are more than may be.
pub(super) async fn bounded(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, ()> {
    let mut bytes = Vec::new();
    loop {
        let chunk: Option<Bytes> = field.chunk().await.map_err(|_| ())?;
        let Some(chunk) = chunk else { return Ok(Some(bytes)) };
        if bytes.len() + chunk.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
}
