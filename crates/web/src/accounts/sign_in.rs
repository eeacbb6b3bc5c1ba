//! Signing in and out.

use accounts::{Accounts, FactorKind, Proof};
use askama::Template;
use axum::http::{HeaderName, StatusCode};
use vocabulary::Refusal;

use super::{
    Ask, PasskeyForm, come_in, place,
    providers::{Way, ways_in},
};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignIn<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    fields: Vec<FieldView>,
    towards: String,
    passkey: Option<PasskeyForm>,
    /// Other houses where one signs in.
    ways: Vec<Way>,
    /// The accounts of a demonstration, and their password.
    demonstration: Vec<(String, &'static str)>,
    password: &'static str,
}

/// `/connexion`
pub(crate) async fn form(visit: Visit) -> Answer {
    page(&visit, &visit.parameter("vers"), &[], StatusCode::OK)
}

pub(super) fn page(visit: &Visit, towards: &str, refusals: &[Refusal], status: StatusCode) -> Answer {
    let demonstration = visit.site.settings.demonstration;
    let page = SignIn {
        shell: Shell::new(visit, visit.words.t("page-sign-in"), "sign-in"),
        token: forms::token(visit),
        errors: errors(visit, refusals),
        fields: vec![
            asked(visit, "email", Shape::Line, refusals),
            asked(visit, "password", Shape::Secret, refusals),
        ],
        towards: towards.to_owned(),
        passkey: PasskeyForm::new(visit, "sign-in", towards),
        ways: ways_in(visit, towards),
        demonstration: if demonstration { Accounts::demonstration_accounts() } else { Vec::new() },
        password: Accounts::DEMONSTRATION_PASSWORD,
    };
    Answer::page(visit, status, &page)
}

/// An address and a password were typed.
pub(crate) async fn sign_in(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let towards = form.value("vers");
    let accounts = &visit.site.services.accounts;
    match accounts.sign_in(form.value("email"), form.value("password"), place(visit)).await {
        Ok(signed) => Ok(come_in(visit, &signed, towards).await),
        Err(problem) => {
            let wait = problem.wait();
            let (refusals, status) = mendable(visit, problem)?;
            Ok(page(visit, towards, &refusals, status).after(wait))
        }
    }
}

/// `/connexion/second-facteur`
pub(crate) async fn factor_form(visit: Visit) -> Result<Answer, Answer> {
    let kinds = waits(&visit).await?;
    Ok(factor_page(&visit, &kinds, &visit.parameter("vers"), &[], StatusCode::OK))
}

/// The kinds of factors that a sign-in waits for; whoever has none that waits begins with their password.
pub(super) async fn waits(visit: &Visit) -> Result<Vec<FactorKind>, Answer> {
    let token = visit.cookie("vigie").unwrap_or_default();
    let waiting = visit.site.services.accounts.waiting(token, &visit.device).await;
    match waiting.map_err(|problem| visit.problem(problem))? {
        Some(kinds) => Ok(kinds),
        None => Err(Answer::redirect(&visit.href("sign-in"))),
    }
}

pub(super) fn factor_page(
    visit: &Visit,
    kinds: &[FactorKind],
    towards: &str,
    refusals: &[Refusal],
    status: StatusCode,
) -> Answer {
    let passkey = kinds.contains(&FactorKind::Passkey);
    let passkey = passkey.then(|| PasskeyForm::new(visit, "second-factor", towards)).flatten();
    let lead = if passkey.is_some() { "second-factor-passkey-lead" } else { "second-factor-lead" };
    let fields = vec![asked(visit, "code", Shape::Line, refusals)];
    let mut page = Ask::new(visit, "second-factor", (lead, "second-factor-go"), fields).wrong(refusals);
    page.hidden = vec![("vers", towards.to_owned())];
    page.passkey = passkey;
    page.links = vec![(visit.href("sign-in"), visit.words.t("second-factor-again"))];
    Answer::page(visit, status, &page)
}

/// The code of an authenticator, or a recovery code, was typed.
pub(crate) async fn factor(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (token, towards) = (visit.cookie("vigie").unwrap_or_default(), form.value("vers"));
    let proof = Proof::of_code(form.value("code"));
    let kinds = waits(visit).await?;
    match visit.site.services.accounts.second_factor(token, proof, place(visit)).await {
        Ok(signed) => Ok(come_in(visit, &signed, towards).await),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            Ok(factor_page(visit, &kinds, towards, &refusals, status))
        }
    }
}

/// `/deconnexion`
pub(crate) async fn sign_out(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    visit.site.services.accounts.sign_out(&caller).await.map_err(|p| visit.problem(p))?;
    Ok(Answer::redirect(&visit.href("home"))
        .cookie(&visit.set_cookie("vigie", None, 0))
        .with(HeaderName::from_static("clear-site-data"), "\"cache\""))
}
