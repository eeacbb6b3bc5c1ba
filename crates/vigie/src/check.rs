//! `vigie check`: what is wrong, and how to mend it.

use std::sync::Arc;

use vocabulary::{Failure, Problem};

use crate::{
    ambient::{MachineClock, MachineIds},
    recipients,
    settings::Settings,
    wiring::House,
};

fn in_words(pair: &web::Contrast) -> String {
    let web::Contrast { scheme, front, ground, ratio, least } = pair;
    format!(
        "in {scheme}, --{front} on --{ground} has a contrast of {ratio:.2}, and must have {least}: see tokens.css of VIGIE_THEME"
    )
}

/// Says of each thing whether it works.
pub async fn check(settings: Settings) -> Result<(), Problem> {
    out!("ok       settings");
    let house = match House::build(settings, Arc::new(MachineClock), Arc::new(MachineIds)).await {
        Ok(house) => house,
        Err(failure) => {
            out!("WRONG    {}", failure.chain());
            return Err(Failure::new("go further", "see what is said above").into());
        }
    };
    out!("ok       database, schema, key file, attachments");
    let mut wrong = 0;
    let mut say = |what: &str, done: Result<String, String>| match done {
        Ok(said) => out!("ok       {what}{said}"),
        Err(said) => {
            wrong += 1;
            out!("WRONG    {what}: {said}");
        }
    };
    let accounts = house.services.accounts.check_start().await.map_err(|problem| crate::in_words(&problem));
    say("accounts", accounts.map(|()| String::new()));
    let register = house.services.directory.count(&access::Caller::Nobody).await;
    say(
        "register",
        match register {
            Ok(0) => Err("no facility: run `vigie import facilities FILE…`".to_owned()),
            Ok(count) => Ok(format!(": {count} facilities")),
            Err(problem) => Err(problem.to_string()),
        },
    );
    let mail = house.post.check().await.map(|()| String::new());
    say("mail", mail.map_err(|failure| format!("{}; see VIGIE_SMTP_URL", failure.chain())));
    let typesetter = house.services.typesetter.check().await.map(|()| String::new());
    say("PDFs", typesetter.map_err(|failure| failure.chain()));
    let standing = house.anchor.standing(&house.desk).await.map_err(|failure| failure.chain());
    say(
        "anchor of the trail",
        standing.and_then(|standing| crate::trail::standing(&house, &standing, house.desk.now())),
    );
    let close: Vec<String> = house.theme.too_close().iter().map(in_words).collect();
    say("look", if close.is_empty() { Ok(String::new()) } else { Err(close.join("; ")) });
    for (name, found) in house.services.accounts.check_providers().await {
        say(&format!("[[oidc]] {name}"), found.map(|()| String::new()));
    }
    let mut unit = house.desk.store.read().await?;
    let counts = jobs::counts(&mut unit).await?;
    say(
        "background jobs",
        if counts.given_up == 0 {
            Ok(format!(": {} waiting", counts.waiting))
        } else {
            Err(format!("{} given up: see the log for \"job given up\"", counts.given_up))
        },
    );
    let wanting = recipients::wanting(&house.settings);
    if house.settings.demo {
        out!(
            "note     recipients: a demonstration tells its own, under vigie.example, whatever [recipients] says"
        );
    } else if wanting.is_empty() {
        say("recipients", Ok(String::new()));
    }
    for wanting in wanting {
        say("recipients", Err(wanting));
    }
    if wrong == 0 { Ok(()) } else { Err(Failure::new("approve", format!("{wrong} things to mend")).into()) }
}
