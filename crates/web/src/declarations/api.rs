//! `/api/v1/declarations` and its kin, as other programs rely on them.

use access::Caller;
use axum::{
    extract::{FromRequest as _, FromRequestParts as _, Multipart, Path, Request, State},
    http::request::Parts,
    response::Response,
};
use declarations::{DeclarationView, Submission, rules};
use serde_json::{Value, json};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::finding::Finding;
use crate::{api, site::Site, visit::Visit};

/// The visit of a request, and the rest of it.
async fn arrive(site: &Site, request: Request) -> (Visit, Parts, axum::body::Body) {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, site).await;
    (visit, parts, body)
}

/// Files a declaration.
pub(crate) async fn file(State(site): State<Site>, request: Request) -> Result<Response, Response> {
    let (visit, _, body) = arrive(&site, request).await;
    let caller = api::staff(&visit).await?;
    let value = api::body(&visit, body).await?;
    let typed = rules::from_json(&value).map_err(|refusals| invalid(&visit, refusals))?;
    let submission = Submission {
        typed,
        language: visit.language(),
        key: idempotency_key(&visit)?,
        draft: None,
        from: visit.from.clone(),
        device: visit.device.clone(),
        exercise: false,
    };
    let filed =
        site.services.declarations.file(&caller, submission).await.map_err(|p| api::problem(&visit, &p))?;
    let url = format!("{}{}", site.settings.base_url, visit.href("follow"));
    let code = filed.code.as_ref().map(|code| code.digits().to_owned());
    Ok(api::json(201, &json!({ "reference": filed.reference, "follow_up_code": code, "url": url })))
}

fn idempotency_key(visit: &Visit) -> Result<Option<String>, Response> {
    match visit.headers.get("idempotency-key").map(|value| value.to_str()) {
        None => Ok(None),
        Some(Ok(key)) if (1..=200).contains(&key.len()) => Ok(Some(key.to_owned())),
        Some(_) => Err(api::malformed(visit, "idempotency-key")),
    }
}

fn invalid(visit: &Visit, refusals: Vec<Refusal>) -> Response {
    api::problem(visit, &Refused::Invalid(refusals).into())
}

/// Who calls about a declaration: its holder by the code in `Vigie-Follow-Up-Code`, or the staff by a token.
async fn about(site: &Site, visit: &Visit, reference: &str) -> Result<(Caller, Id), Response> {
    let declarations = &site.services.declarations;
    let fail = |problem: Problem| api::problem(visit, &problem);
    let code = visit.headers.get("vigie-follow-up-code").and_then(|value| value.to_str().ok());
    if let Some(code) = code {
        let entered = declarations.enter(reference, code, &visit.from, &visit.device).await.map_err(fail)?;
        let caller = declarations.caller(&entered.token).await.map_err(fail)?;
        return caller
            .map(|caller| (caller, entered.declaration))
            .ok_or_else(|| fail(Refused::NotFound.into()));
    }
    let caller = api::staff(visit).await?;
    let id = declarations.find(&caller, reference).await.map_err(fail)?;
    Ok((caller, id))
}

/// Does what is asked, then ends the session that a code opened for the length of one request.
async fn during<T>(
    site: &Site,
    visit: &Visit,
    caller: &Caller,
    work: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Response> {
    let outcome = work.await;
    let left = site.services.declarations.leave(caller).await;
    outcome.and_then(|done| left.map(|()| done)).map_err(|problem| api::problem(visit, &problem))
}

/// A declaration, with its versions and messages.
pub(crate) async fn show(
    State(site): State<Site>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (visit, ..) = arrive(&site, request).await;
    let (caller, id) = about(&site, &visit, &reference).await?;
    let incidents = &site.services.incidents;
    let (view, state, (found, ended)) = during(&site, &visit, &caller, async {
        let view = site.services.declarations.view(&caller, id).await?;
        let incident = match &caller {
            Caller::Declarant(_) => incidents.of_declaration(&caller, id).await?,
            // Opened as on its page: that somebody of the staff read it is in the trail.
            _ => match incidents.id_of(&caller, id).await {
                Ok(incident) => incidents.open(&caller, incident).await?,
                // The structure's own people have no incident of the cell's to open.
                Err(_) => incidents.of_declaration(&caller, id).await?,
            },
        };
        Ok((view, incident.incident.state, Finding::shape(&incident)))
    })
    .await?;
    let mut value = shape(&view, state.code());
    if let Some(object) = value.as_object_mut() {
        object.insert("qualification".to_owned(), found);
        object.insert("closing".to_owned(), ended);
    }
    Ok(api::json(200, &value))
}

fn shape(view: &DeclarationView, state: &str) -> Value {
    let versions: Vec<Value> = view
        .versions
        .iter()
        .map(|v| json!({ "number": v.number, "at": v.at.to_string(), "schema": v.schema_version, "answers": v.answers.typed() }))
        .collect();
    let messages: Vec<Value> = view
        .messages
        .iter()
        .map(|m| json!({ "id": m.id, "at": m.at.to_string(), "from": if m.from_cell { "cell" } else { "facility" }, "text": m.body }))
        .collect();
    let attachments: Vec<Value> = view
        .attachments
        .iter()
        .map(|a| json!({ "id": a.id, "at": a.at.to_string(), "name": a.name, "size": a.size, "sha256": a.sha256 }))
        .collect();
    json!({
        "reference": view.reference, "state": state, "declared_at": view.declared_at.to_string(),
        "facility": view.facility.as_ref().map(|f| f.finess), "versions": versions, "messages": messages,
        "attachments": attachments, "exercise": view.exercise,
    })
}

/// Adds a version: fields that are given replace those that were.
pub(crate) async fn amend(
    State(site): State<Site>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (visit, _, body) = arrive(&site, request).await;
    let declarations = site.services.declarations.once(idempotency_key(&visit)?);
    let value = api::body(&visit, body).await?;
    let typed = rules::from_json(&value).map_err(|refusals| invalid(&visit, refusals))?;
    let (caller, id) = about(&site, &visit, &reference).await?;
    let (reference, number) = during(&site, &visit, &caller, async {
        let view = declarations.view(&caller, id).await?;
        let seen = i64::try_from(view.versions.len()).unwrap_or(0);
        Ok((view.reference, declarations.amend(&caller, id, &typed, seen).await?))
    })
    .await?;
    Ok(api::json(201, &json!({ "reference": reference, "version": number })))
}

/// Writes to the other side.
pub(crate) async fn write(
    State(site): State<Site>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (visit, _, body) = arrive(&site, request).await;
    let declarations = site.services.declarations.once(idempotency_key(&visit)?);
    let value = api::body(&visit, body).await?;
    let text = value.get("text").and_then(Value::as_str).unwrap_or_default();
    let (caller, id) = about(&site, &visit, &reference).await?;
    let message = during(&site, &visit, &caller, declarations.message(&caller, id, text)).await?;
    Ok(api::json(201, &json!({ "id": message })))
}

/// Attaches a file: multipart, one part named `file`.
pub(crate) async fn attach(
    State(site): State<Site>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (visit, parts, body) = arrive(&site, request).await;
    let declarations = site.services.declarations.once(idempotency_key(&visit)?);
    let (caller, id) = about(&site, &visit, &reference).await?;
    let unreadable = || Problem::from(Refused::invalid(Refusal::new("form-unreadable").at("file")));
    let attached = during(&site, &visit, &caller, async {
        let request = Request::from_parts(parts, body);
        let most = super::acting::length(&request);
        let mut form = Multipart::from_request(request, &site).await.map_err(|_| unreadable())?;
        let field = form.next_field().await.map_err(|_| unreadable())?;
        let file = field.filter(|field| field.name() == Some("file")).ok_or_else(unreadable)?;
        let name = file.file_name().unwrap_or_default().to_owned();
        let attachment = super::acting::upload(&declarations, &caller, id, &name, (file, most)).await?;
        let view = declarations.view(&caller, id).await?;
        Ok(view.attachments.into_iter().find(|one| one.id == attachment))
    })
    .await?;
    let shape = attached.map(|a| json!({ "id": a.id, "name": a.name, "size": a.size, "sha256": a.sha256 }));
    Ok(api::json(201, &json!(shape)))
}

/// The structure says that its incident is resolved.
pub(crate) async fn resolve(
    State(site): State<Site>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (visit, ..) = arrive(&site, request).await;
    let declarations = site.services.declarations.once(idempotency_key(&visit)?);
    let (caller, id) = about(&site, &visit, &reference).await?;
    let reference = during(&site, &visit, &caller, async {
        declarations.say_resolved(&caller, id).await?;
        Ok(declarations.view(&caller, id).await?.reference)
    })
    .await?;
    Ok(api::json(201, &json!({ "reference": reference })))
}
