//! Coming in by an invitation, and back in after losing a password.

use axum::http::StatusCode;
use vocabulary::Refusal;

use super::{Ask, chosen_password, come_in, place};
use crate::{
    answer::Answer,
    fields::Shape,
    forms::Form,
    refusals::{asked, mendable},
    visit::Visit,
};

/// `/connexion/oubli`
pub(crate) async fn forgotten_form(visit: Visit) -> Answer {
    forgotten_page(&visit, &[], StatusCode::OK)
}

fn forgotten_page(visit: &Visit, refusals: &[Refusal], status: StatusCode) -> Answer {
    let mut page = Ask::new(
        visit,
        "forgotten",
        ("forgotten-lead", "forgotten-go"),
        vec![asked(visit, "email", Shape::Line, refusals)],
    )
    .wrong(refusals);
    page.links = vec![(visit.href("invitation"), visit.words.t("forgotten-have-code"))];
    Answer::page(visit, status, &page)
}

/// An address was given: whoever's it is, the next page is the one for the code.
pub(crate) async fn forgotten(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    match visit.site.services.accounts.ask_reset(form.value("email"), &visit.from).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?envoye=1", visit.href("invitation")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            Ok(forgotten_page(visit, &refusals, status))
        }
    }
}

/// `/invitation`
pub(crate) async fn invitation_form(visit: Visit) -> Answer {
    code_page(&visit, &[], StatusCode::OK)
}

fn code_page(visit: &Visit, refusals: &[Refusal], status: StatusCode) -> Answer {
    let mut page = Ask::new(
        visit,
        "invitation",
        ("invitation-lead", "invitation-go"),
        vec![asked(visit, "code", Shape::Line, refusals)],
    )
    .wrong(refusals);
    if visit.parameter("envoye") == "1" {
        page.lead = visit.words.t("invitation-sent");
    }
    page.links = vec![(visit.href("forgotten"), visit.words.t("invitation-again"))];
    Answer::page(visit, status, &page)
}

/// A code was typed: its person sees who they are, and chooses a password.
pub(crate) async fn invitation(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let accounts = &visit.site.services.accounts;
    let code = form.value("code");
    let invited = match accounts.invited(code, &visit.from).await {
        Ok(invited) => invited,
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            return Ok(code_page(visit, &refusals, status));
        }
    };
    let (refusals, status) = if form.typed.contains_key("password") {
        match accounts.accept(code, form.value("password"), place(visit)).await {
            Ok(signed) => return Ok(come_in(visit, &signed, &visit.href("security")).await),
            Err(problem) => mendable(visit, problem)?,
        }
    } else {
        (Vec::new(), StatusCode::OK)
    };
    let mut page = Ask::new(
        visit,
        "invitation",
        ("invitation-lead", "invitation-go"),
        vec![chosen_password(visit, &refusals)],
    )
    .wrong(&refusals);
    page.lead = visit.words.t2("invitation-welcome", "name", &invited.name, "email", &invited.email);
    page.hidden = vec![("code", code.to_owned())];
    Ok(Answer::page(visit, status, &page))
}
