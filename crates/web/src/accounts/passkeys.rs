//! Passkeys, in two sendings of one form. The first, by the script of the page, is answered in JSON with what to ask the
//! authenticator for; the second carries what it answered, and is answered by a page as any form is.

use accounts::{Ceremony, PasskeyAnswer, Proof};
use axum::http::{StatusCode, header};
use serde_json::json;
use vocabulary::{Problem, Refused};

use super::{come_in, ours, place, prove, security, sign_in};
use crate::{
    answer::{Answer, refusal_text},
    api,
    forms::{self, Form},
    refusals::mendable,
    visit::Visit,
};

/// The form of a passkey on a page.
pub(crate) struct PasskeyForm {
    pub(crate) action: String,
    /// What `navigator.credentials` does: `create` or `get`.
    pub(crate) does: &'static str,
    pub(crate) token: String,
    pub(crate) towards: String,
    pub(crate) button: String,
    /// What stands between it and the other way.
    pub(crate) or: String,
    /// Whether a name is asked for.
    pub(crate) named: bool,
}

impl PasskeyForm {
    /// The form that goes to the page `passkey-NAME`; its words are `passkey-NAME-go` and, when there are some,
    /// `passkey-NAME-or`. None where passkeys cannot be.
    pub(super) fn new(visit: &Visit, name: &str, towards: &str) -> Option<Self> {
        let words = &visit.words;
        let adds = name == "add";
        visit.site.services.accounts.takes_passkeys().then(|| Self {
            action: visit.href(&format!("passkey-{name}")),
            does: if adds { "create" } else { "get" },
            token: forms::token(visit),
            towards: towards.to_owned(),
            button: words.t(&format!("passkey-{name}-go")),
            or: words.maybe(&format!("passkey-{name}-or")).unwrap_or_default(),
            named: adds,
        })
    }
}

/// Whether the script asks what to ask for.
fn begins(visit: &Visit) -> bool {
    visit.headers.get(header::ACCEPT).is_some_and(|kind| kind.as_bytes() == b"application/json")
}

fn begun(visit: &Visit, ceremony: Result<Ceremony, Problem>) -> Result<Answer, Answer> {
    let (status, said) = match ceremony {
        Ok(Ceremony { options, ticket }) => (StatusCode::OK, json!({ "options": options, "ticket": ticket })),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            let texts: Vec<_> = refusals.iter().map(|refusal| refusal_text(&visit.words, refusal)).collect();
            (status, json!({ "error": texts.join(" ") }))
        }
    };
    Ok(Answer(api::json(status.as_u16(), &said)))
}

fn answered(form: &Form) -> PasskeyAnswer<'_> {
    PasskeyAnswer { ticket: form.value("ticket"), credential: form.value("credential") }
}

/// `/connexion/cle-d-acces`: in, by a passkey alone.
pub(crate) async fn sign_in(form: Form) -> Result<Answer, Answer> {
    let (visit, towards) = (&form.visit, form.value("vers"));
    let accounts = &visit.site.services.accounts;
    if begins(visit) {
        return begun(visit, accounts.passkey_sign_in_begin());
    }
    match accounts.passkey_sign_in(answered(&form), place(visit)).await {
        Ok(signed) => Ok(come_in(visit, &signed, towards).await),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            Ok(sign_in::page(visit, towards, &refusals, status))
        }
    }
}

/// `/connexion/second-facteur/cle-d-acces`: after the password.
pub(crate) async fn second_factor(form: Form) -> Result<Answer, Answer> {
    let (visit, towards) = (&form.visit, form.value("vers"));
    let accounts = &visit.site.services.accounts;
    let token = visit.cookie("vigie").unwrap_or_default();
    let kinds = sign_in::waits(visit).await?;
    if begins(visit) {
        return begun(visit, accounts.passkey_second_factor_begin(token, &visit.device).await);
    }
    match accounts.second_factor(token, Proof::Passkey(answered(&form)), place(visit)).await {
        Ok(signed) => Ok(come_in(visit, &signed, towards).await),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            Ok(sign_in::factor_page(visit, &kinds, towards, &refusals, status))
        }
    }
}

/// `/connexion/confirmer/cle-d-acces`: before what is grave.
pub(crate) async fn prove(form: Form) -> Result<Answer, Answer> {
    let (visit, towards) = (&form.visit, form.value("vers"));
    let accounts = &visit.site.services.accounts;
    let caller = visit.person().await?;
    if begins(visit) {
        return begun(visit, accounts.passkey_prove_begin(&caller).await);
    }
    match accounts.prove(&caller, Proof::Passkey(answered(&form)), &visit.from).await {
        Ok(()) => Ok(Answer::redirect(ours(towards).unwrap_or(&visit.href("security")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            prove::page(visit, &caller, towards, &refusals, status).await
        }
    }
}

/// `/mon-espace/securite/cle-d-acces`: one more.
pub(crate) async fn add(form: Form) -> Result<Answer, Answer> {
    let (visit, towards) = (&form.visit, form.value("vers"));
    let accounts = &visit.site.services.accounts;
    let caller = visit.person().await?;
    let problem = if begins(visit) {
        match accounts.passkey_begin(&caller).await {
            Err(Problem::Refused(Refused::ProveAgain)) => Refused::ProveAgain.into(),
            begun_or_not => return begun(visit, begun_or_not),
        }
    } else {
        match accounts.passkey_confirm(&caller, form.value("name"), answered(&form), place(visit)).await {
            Ok((signed, codes)) => return Ok(security::added(visit, &signed, codes, towards)),
            Err(problem) => problem,
        }
    };
    if matches!(problem, Problem::Refused(Refused::ProveAgain)) {
        // Nothing that was typed is worth a page of its own.
        let back = forms::encode(&visit.href("security"));
        return Ok(Answer::redirect(&format!("{}?vers={back}", visit.href("prove"))));
    }
    let (refusals, status) = mendable(visit, problem)?;
    security::page(visit, &caller, &refusals, None, status).await
}
