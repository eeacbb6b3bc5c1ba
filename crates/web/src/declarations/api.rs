//! `/api/v1/declarations` and its kin, as other programs rely on them.

use access::{Caller, permit};
use axum::{
    extract::{FromRequest as _, FromRequestParts as _, Multipart, Path, Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use declarations::{DeclarationView, Declarations, Submission, rules};
use serde_json::{Value, json};
use vocabulary::{Id, Language, Problem, Refusal, Refused};

use super::{acting, finding::Finding};
use crate::{addresses, api, site::Site, visit::Visit};

/// The visit of a request, and the rest of it.
async fn arrive(site: &Site, request: Request) -> (Visit, Parts, axum::body::Body) {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, site).await;
    (visit, parts, body)
}

/// Files a declaration.
pub(crate) async fn file(State(site): State<Site>, request: Request) -> Result<Response, Response> {
    let (visit, _, body) = arrive(&site, request).await;
    let mut caller = api::staff(&visit).await?;
    // A token for something else files as everybody does.
    if access::scope::<permit::DeclarationFile>(&caller).is_err() {
        caller = Caller::Nobody;
    }
    let mut value = api::body(&visit, body).await?;
    let language = language(&mut value).map_err(|refusal| invalid(&visit, vec![refusal]))?;
    let typed = rules::from_json(&value).map_err(|refusals| invalid(&visit, refusals))?;
    let language = language.unwrap_or(visit.language());
    let submission = Submission {
        typed,
        language,
        key: idempotency_key(&visit)?,
        draft: None,
        from: visit.from.clone(),
        device: visit.device.clone(),
        exercise: false,
    };
    let filed =
        site.services.declarations.file(&caller, submission).await.map_err(|p| api::problem(&visit, &p))?;
    let url = format!("{}{}", site.settings.base_url, addresses::href("follow", language, &[]));
    let code = filed.code.as_ref().map(|code| code.digits().to_owned());
    Ok(api::json(201, &json!({ "reference": filed.reference, "follow_up_code": code, "url": url })))
}

/// The language in which somebody declares, taken out of what they declare: that of the call unless it is said.
fn language(value: &mut Value) -> Result<Option<Language>, Refusal> {
    match value.as_object_mut().and_then(|object| object.remove("language")) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(tag)) => {
            let said = Language::ALL.into_iter().find(|language| language.tag() == tag);
            said.map(Some).ok_or_else(|| Refusal::new("not-a-choice").at("language"))
        }
        Some(_) => Err(Refusal::new("wrong-kind").at("language")),
    }
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
    if matches!(caller, Caller::Nobody) {
        return Err(api::refuse(visit, StatusCode::UNAUTHORIZED, "code-first"));
    }
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
        .map(|v| {
            let schema = rules::Schema::by_version(&v.schema_version).unwrap_or(rules::Schema::current());
            json!({
                "number": v.number, "at": v.at.to_string(), "schema": v.schema_version,
                "answers": rules::to_json(&v.answers, schema), "typed": rules::moments_as_typed(&v.answers),
            })
        })
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
    let (caller, id) = about(&site, &visit, &reference).await?;
    let message = during(&site, &visit, &caller, async {
        // Who may not write is told so, whatever they wrote.
        if !matches!(caller, Caller::Declarant(_)) {
            access::scope::<permit::IncidentHandle>(&caller)?;
        }
        let text = fields(&value, &["text"])?.first().copied().unwrap_or_default();
        declarations.message(&caller, id, text).await.map_err(|problem| named(problem, "message", "text"))
    })
    .await?;
    Ok(api::json(201, &json!({ "id": message })))
}

/// The texts of an object that has these fields and no other; what is not said is empty.
fn fields<'a>(value: &'a Value, names: &[&str]) -> Result<Vec<&'a str>, Refused> {
    let object = value.as_object().ok_or_else(|| Refused::invalid(Refusal::new("not-an-object")))?;
    let mut refusals: Vec<Refusal> = object
        .keys()
        .filter(|key| !names.contains(&key.as_str()))
        .map(|key| Refusal::new("unknown-field").at(key))
        .collect();
    let mut texts = Vec::new();
    for name in names {
        match object.get(*name) {
            None | Some(Value::Null) => texts.push(""),
            Some(Value::String(text)) => texts.push(text),
            Some(_) => refusals.push(Refusal::new("wrong-kind").at(*name)),
        }
    }
    if refusals.is_empty() { Ok(texts) } else { Err(Refused::Invalid(refusals)) }
}

/// What is wrong, beside the field as programs name it.
fn named(problem: Problem, ours: &str, theirs: &str) -> Problem {
    let Problem::Refused(Refused::Invalid(mut refusals)) = problem else { return problem };
    for refusal in refusals.iter_mut().filter(|refusal| refusal.field.as_deref() == Some(ours)) {
        refusal.field = Some(theirs.to_owned());
    }
    Refused::Invalid(refusals).into()
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
        let most = acting::length(&request);
        let mut form = Multipart::from_request(request, &site).await.map_err(|_| unreadable())?;
        let attachment = received(&declarations, &caller, id, (&mut form, most)).await?;
        let view = declarations.view(&caller, id).await?;
        Ok(view.attachments.into_iter().find(|one| one.id == attachment))
    })
    .await?;
    let shape = attached.map(|a| json!({ "id": a.id, "name": a.name, "size": a.size, "sha256": a.sha256 }));
    Ok(api::json(201, &json!(shape)))
}

/// The one file of a form, whole; what is cut, or is not alone, leaves nothing.
async fn received(
    declarations: &Declarations,
    caller: &Caller,
    id: Id,
    (form, most): (&mut Multipart, i64),
) -> Result<Id, Problem> {
    let wrong = |code| Problem::from(Refused::invalid(Refusal::new(code).at("file")));
    let first = form.next_field().await.map_err(|_| wrong("form-unreadable"))?;
    let mut file =
        first.filter(|field| field.name() == Some("file")).ok_or_else(|| wrong("form-unreadable"))?;
    let name = file.file_name().unwrap_or_default().to_owned();
    let mut upload = declarations.attach_within(caller, id, &name, most).await?;
    let mut taken = acting::pour(declarations, &mut upload, &mut file).await;
    drop(file);
    if taken.is_ok() {
        taken = match form.next_field().await {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(wrong("one-file")),
            Err(_) => Err(wrong("file-cut")),
        };
    }
    acting::settle(declarations, caller, upload, taken).await
}

/// The structure says that its incident is resolved.
pub(crate) async fn resolve(
    State(site): State<Site>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let (visit, _, body) = arrive(&site, request).await;
    let declarations = site.services.declarations.once(idempotency_key(&visit)?);
    let value = api::body(&visit, body).await?;
    let (caller, id) = about(&site, &visit, &reference).await?;
    let reference = during(&site, &visit, &caller, async {
        access::scope::<permit::DeclarationComplete>(&caller)?;
        fields(&value, &[])?;
        declarations.say_resolved(&caller, id).await?;
        Ok(declarations.view(&caller, id).await?.reference)
    })
    .await?;
    Ok(api::json(201, &json!({ "reference": reference })))
}
