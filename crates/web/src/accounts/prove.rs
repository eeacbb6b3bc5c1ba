//! Proving again that it is the same person, before what is grave.

use access::Caller;
use accounts::{FactorKind, Proof};
use axum::http::StatusCode;
use vocabulary::{Refusal, Refused};

use super::{
    Ask, PasskeyForm, ours,
    providers::{prove_elsewhere, prove_page},
};
use crate::{
    answer::Answer,
    fields::Shape,
    forms::Form,
    refusals::{asked, mendable},
    visit::Visit,
};

/// `/connexion/confirmer`
pub(crate) async fn form(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.person().await?;
    page(&visit, &caller, &visit.parameter("vers"), &[], StatusCode::OK).await
}

pub(super) async fn page(
    visit: &Visit,
    caller: &Caller,
    towards: &str,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let by_password = visit.site.services.accounts.proves_by_password(caller).await;
    let by_password = by_password.map_err(|problem| visit.problem(problem))?;
    let security = visit.site.services.accounts.security(caller).await.map_err(|p| visit.problem(p))?;
    let passkey = security.factors.iter().any(|f| f.kind == FactorKind::Passkey && f.stopped_at.is_none());
    let elsewhere = prove_elsewhere(visit, &security, towards);
    if by_password && !security.has_password && !elsewhere.is_empty() {
        return Ok(prove_page(visit, elsewhere));
    }
    // The one field is always `code`, so that what is wrong is said beside whichever is asked for.
    let mut field = asked(visit, "code", if by_password { Shape::Secret } else { Shape::Line }, refusals);
    if by_password {
        field.label = visit.words.t("ask-password");
        field.hint = None;
        field.autocomplete = "current-password";
    }
    let mut page = Ask::new(visit, "prove", ("prove-lead", "prove-go"), vec![field]).wrong(refusals);
    page.hidden = vec![("vers", towards.to_owned())];
    page.passkey = passkey.then(|| PasskeyForm::new(visit, "prove", towards)).flatten();
    page.links = elsewhere.into_iter().map(|way| (way.href, way.text)).collect();
    Ok(Answer::page(visit, status, &page))
}

/// A code, or a password, was typed.
pub(crate) async fn prove(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let accounts = &visit.site.services.accounts;
    let caller = visit.person().await?;
    let typed = form.value("code");
    let by_password = accounts.proves_by_password(&caller).await.map_err(|problem| visit.problem(problem))?;
    let proof = if by_password { Proof::Password(typed) } else { Proof::of_code(typed) };
    match accounts.prove(&caller, proof, &visit.from).await {
        Ok(()) => Ok(Answer::redirect(ours(form.value("vers")).unwrap_or(&visit.href("security")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, form.value("vers"), &refusals, status).await
        }
    }
}

impl Visit {
    /// Somebody signed in, whatever they are.
    pub(crate) async fn person(&self) -> Result<Caller, Answer> {
        match self.staff().await? {
            caller @ Caller::Person(_) => Ok(caller),
            _ => Err(self.problem(Refused::SignInFirst.into())),
        }
    }
}
