//! Coming in, what protects one's account, and the accounts of others for those who manage them.

pub(crate) mod administration;
pub(crate) mod back_in;
pub(crate) mod passkeys;
pub(crate) mod prove;
pub(crate) mod providers;
pub(crate) mod security;
pub(crate) mod sign_in;

use accounts::{Place, SignedIn};
use askama::Template;
use passkeys::PasskeyForm;
use vocabulary::Refusal;

use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms,
    refusals::{asked, errors},
    visit::Visit,
};

/// Seconds that the cookie of a session is kept: as long as a session can last.
const SESSION_COOKIE: i64 = 12 * 3600;

/// A page that asks for a few things.
#[derive(Template)]
#[template(path = "accounts/ask.html")]
pub(crate) struct Ask<'a> {
    shell: Shell<'a>,
    token: String,
    lead: String,
    errors: Vec<(String, String)>,
    fields: Vec<FieldView>,
    hidden: Vec<(&'static str, String)>,
    action: String,
    button: String,
    links: Vec<(String, String)>,
    passkey: Option<PasskeyForm>,
}

impl<'a> Ask<'a> {
    /// A page of that name, under its title `page-NAME`, with the words that lead in and those of its button.
    fn new(visit: &'a Visit, name: &'static str, (lead, go): (&str, &str), fields: Vec<FieldView>) -> Self {
        let words = &visit.words;
        Self {
            shell: Shell::new(visit, words.t(&format!("page-{name}")), name),
            token: forms::token(visit),
            lead: words.t(lead),
            errors: Vec::new(),
            fields,
            hidden: Vec::new(),
            action: visit.href(name),
            button: words.t(go),
            links: Vec::new(),
            passkey: None,
        }
    }

    /// The same, with what was wrong.
    fn wrong(mut self, refusals: &[Refusal]) -> Self {
        self.errors = errors(self.shell.visit, refusals);
        self
    }
}

/// The field in which somebody chooses a password.
fn chosen_password(visit: &Visit, refusals: &[Refusal]) -> FieldView {
    let mut field = asked(visit, "password", Shape::Secret, refusals);
    field.label = visit.words.t("ask-new-password");
    field.hint = Some(visit.words.t("ask-new-password-hint"));
    field.autocomplete = "new-password";
    field
}

/// Where a request comes from, as sessions keep it.
fn place(visit: &Visit) -> Place<'_> {
    Place { address: &visit.from, device: &visit.device }
}

/// A path of ours to go to: never another site, never an address that a browser would read as one.
fn ours(towards: &str) -> Option<&str> {
    let inside = towards.starts_with('/') && !towards.starts_with("//") && !towards.contains(['\\', ':']);
    inside.then_some(towards)
}

/// Somebody came in: to what they asked for, or first to the page of their second factor.
async fn come_in(visit: &Visit, signed: &SignedIn, towards: &str) -> Answer {
    let to = if signed.waiting {
        format!("{}?vers={}", visit.href("second-factor"), forms::encode(towards))
    } else {
        crate::space::landing(visit, &signed.token, ours(towards)).await
    };
    Answer::redirect(&to).cookie(&visit.set_cookie("vigie", Some(&signed.token), SESSION_COOKIE))
}
