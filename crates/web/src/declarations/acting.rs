//! Everything that one does on the page of a declaration, each a small form of its own.

use ::indicators::rules::sharing::Said;
use access::Caller;
use axum::{
    extract::{FromRequest as _, Multipart, Path, Request, State, multipart::Field},
    http::{StatusCode, header},
};
use declarations::{Declarations, Upload};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::follow::{Outcome, followed, page};
use crate::{
    answer::Answer,
    forms::{self, Form},
    indicators::sharing,
    site::Site,
    visit::Visit,
};

/// One of the small forms of the page was sent.
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = followed(visit).await?;
    let declarations = &visit.site.services.declarations;
    let version = form.value("version");
    let identity = || Id::parse(form.value("id")).map_err(|_| Problem::from(Refused::NotFound));
    let mut new_code = None;
    let done: Result<(), Problem> = match act.as_str() {
        "message" => declarations.message(&caller, id, form.value("message")).await.map(drop),
        "passer" | "hand-over" => {
            match declarations.pass_hand(&caller, id, form.value("name"), form.value("email")).await {
                Ok(code) => {
                    new_code = Some(code.grouped());
                    Ok(())
                }
                Err(problem) => Err(problem),
            }
        }
        "reprendre" | "take-back" => match identity() {
            Ok(holder) => declarations.take_back(&caller, id, holder).await,
            Err(problem) => Err(problem),
        },
        "fermer" | "close" => match identity() {
            Ok(session) => declarations.close_device(&caller, id, session).await,
            Err(problem) => Err(problem),
        },
        "code-note" | "code-noted" => declarations.code_noted(&caller).await,
        "partage-oui" | "sharing-yes" => sharing::answered(visit, &caller, Said::Yes, version).await,
        "partage-non" | "sharing-no" => sharing::answered(visit, &caller, Said::No, version).await,
        "partage-retirer" | "sharing-withdraw" => {
            sharing::answered(visit, &caller, Said::Withdrawn, version).await
        }
        "resolu" | "resolved" => declarations.say_resolved(&caller, id).await,
        "quitter" | "leave" => {
            declarations.leave(&caller).await.map_err(|p| visit.problem(p))?;
            let gone = visit.set_cookie("suivi", None, 0);
            return Ok(Answer::redirect(&visit.href("home")).cookie(&gone));
        }
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(()) if new_code.is_none() => {
            let place = match act.as_str() {
                "message" => "#messages",
                act if shares(act) => "#partage",
                _ => "",
            };
            Ok(Answer::redirect(&format!("{}{place}", visit.href("follow"))))
        }
        Ok(()) => page(visit, &caller, Outcome { new_code, ..Outcome::default() }, StatusCode::OK).await,
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let outcome = Outcome { refusals, typed: form.typed.clone(), new_code: None };
            page(visit, &caller, outcome, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        // Said meanwhile by a colleague, or about another text: they read how it stands.
        Err(Problem::Refused(Refused::Conflict(refusal))) if shares(&act) => {
            let outcome = Outcome { refusals: vec![refusal], ..Outcome::default() };
            page(visit, &caller, outcome, StatusCode::CONFLICT).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Whether something is said of sharing.
fn shares(act: &str) -> bool {
    act.starts_with("partage-") || act.starts_with("sharing-")
}

/// Files: their token comes first in the form, and their bytes go to their place as they arrive.
pub(crate) async fn attach(State(site): State<Site>, request: Request) -> Result<Answer, Answer> {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) =
        <Visit as axum::extract::FromRequestParts<Site>>::from_request_parts(&mut parts, &site).await;
    let (caller, id) = followed(&visit).await?;
    let unreadable = || Answer::refuse(&visit, StatusCode::BAD_REQUEST, "form-unreadable");
    let request = Request::from_parts(parts, body);
    let most = length(&request);
    let mut form = Multipart::from_request(request, &site).await.map_err(|_| unreadable())?;
    let token = match form.next_field().await {
        Ok(Some(field)) if field.name() == Some("jeton") => short_text(field).await.ok_or_else(unreadable)?,
        _ => return Err(unreadable()),
    };
    if !forms::same_origin(&visit) || !forms::genuine(&visit, &token) {
        return Err(Answer::refuse(&visit, StatusCode::FORBIDDEN, "form-expired"));
    }
    let mut given = 0;
    while let Some(file) = form.next_field().await.map_err(|_| unreadable())? {
        given += 1;
        let name = file.file_name().unwrap_or_default().to_owned();
        let sent = if name.is_empty() {
            Err(Refused::invalid(Refusal::new("file-none").at("file")).into())
        } else {
            upload(&site.services.declarations, &caller, id, &name, (file, most)).await
        };
        match sent {
            Ok(_) => {}
            Err(Problem::Refused(Refused::Invalid(refusals))) => {
                let outcome = Outcome { refusals, ..Outcome::default() };
                return page(&visit, &caller, outcome, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
            Err(problem) => return Err(visit.problem(problem)),
        }
    }
    if given == 0 {
        return Err(unreadable());
    }
    Ok(Answer::redirect(&format!("{}#fichiers", visit.href("follow"))))
}

/// The bytes that a request says it brings: more than its file has, since they hold the form too.
pub(crate) fn length(request: &Request) -> i64 {
    let said = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    said.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX)
}

/// The text of a field that is a few hundred bytes at most; the limit of a file is not one for words.
async fn short_text(mut field: Field<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.ok()? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 1024 {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Takes the one file of a field, of which there are at most so many bytes.
async fn upload(
    declarations: &Declarations,
    caller: &Caller,
    id: Id,
    name: &str,
    (mut file, most): (Field<'_>, i64),
) -> Result<Id, Problem> {
    let mut upload = declarations.attach_within(caller, id, name, most).await?;
    let taken = pour(declarations, &mut upload, &mut file).await;
    settle(declarations, caller, upload, taken).await
}

/// Takes the bytes of one field of a form as they arrive.
pub(crate) async fn pour(
    declarations: &Declarations,
    upload: &mut Upload,
    file: &mut Field<'_>,
) -> Result<(), Problem> {
    let cut = |_| Refused::invalid(Refusal::new("file-cut").at("file"));
    while let Some(bytes) = file.chunk().await.map_err(cut)? {
        declarations.attach_bytes(upload, &bytes).await?;
    }
    Ok(())
}

/// Keeps a file that came whole; what is cut on its way, or refused, leaves nothing.
pub(crate) async fn settle(
    declarations: &Declarations,
    caller: &Caller,
    upload: Upload,
    taken: Result<(), Problem>,
) -> Result<Id, Problem> {
    match taken {
        Ok(()) => declarations.attach_finish(caller, upload).await,
        Err(problem) => {
            declarations.attach_abandon(upload).await?;
            Err(problem)
        }
    }
}
