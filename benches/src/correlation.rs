//! Two hundred traces of one incident, against a million that others have, beside the same against a thousand.

use std::time::Instant;

use access::Caller;
use accounts::Accounts;
use jobs::Worker;
use storage::{Desk, Engine};
use vocabulary::Id;
use web::Services;

use crate::{
    Outcome, filing,
    fill::{self, Open},
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, line, median, millis},
};

const FEW: i64 = 1_000;
const MANY: i64 = 1_000_000;
/// Traces of one declaration, and how many declarations bring some.
const EACH: i64 = 200;
const TURNS: i64 = 5;
/// How often each is looked at.
const LOOKS: usize = 20;

pub async fn measure(ground: &Ground) -> Outcome {
    report::note(&format!(
        "{EACH} traces, each seen once before, against {MANY} known ones and against {FEW}; medians"
    ));
    for engine in ENGINES {
        let (few, many) = (
            Box::pin(Stage::set(ground, engine, FEW)).await?,
            Box::pin(Stage::set(ground, engine, MANY)).await?,
        );
        let (mut read, mut shown) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        for turn in 0..TURNS {
            let (large, small) = (many.declare(turn).await?, few.declare(turn).await?);
            read.0.push(large.1);
            read.1.push(small.1);
            for _ in 0..LOOKS {
                shown.0.push(many.look(large.0).await?);
                shown.1.push(few.look(small.0).await?);
            }
        }
        let (of, bar) = (called(engine), Bar::AtMost(1.5));
        line(
            &format!("a text of 200 traces read and noted, {of}"),
            median(&read.0),
            median(&read.1),
            "ms",
            bar,
        );
        line(&format!("where else each is, shown, {of}"), median(&shown.0), median(&shown.1), "ms", bar);
        few.desk.store.close().await;
        many.desk.store.close().await;
    }
    Ok(())
}

/// A house that knows that many traces, and somebody of the cell.
struct Stage {
    desk: Desk,
    services: Services,
    caller: Caller,
    facility: String,
}

impl Stage {
    async fn set(ground: &Ground, engine: Engine, known: i64) -> Outcome<Self> {
        let (desk, _) = ground.desk(engine).await?;
        let folder = ground.folder.join(ground.name());
        std::fs::create_dir_all(&folder)?;
        let (services, _) = ground::house(&desk, &folder, true).await?;
        ground::import(&services.directory, &ground.register.small).await?;
        let facility = ground.register.sample.first().ok_or("the register is empty")?.finess;
        services.accounts.demonstrate(&Caller::Program("bench"), facility).await?;
        let password = Accounts::DEMONSTRATION_PASSWORD;
        let signed = services.accounts.sign_in("analyste@vigie.example", password, "127.0.0.1").await?;
        let caller = services.accounts.caller(&signed.token, "").await?;
        let stage = Self { desk, services, caller, facility: facility.to_string() };
        let model = stage.file("Un premier incident, dont les autres sont des copies.".to_owned()).await?;
        fill::incidents(&stage.desk, model, known / EACH, Open::Some(400)).await?;
        fill::traces(&stage.desk, known).await?;
        Ok(stage)
    }

    async fn file(&self, summary: String) -> Outcome<Id> {
        let mut submission = filing::submission(&self.facility, summary.clone());
        submission.typed.insert("summary".to_owned(), vec![summary]);
        let filed = self.services.declarations.file(&Caller::Nobody, submission).await?;
        Ok(self.services.incidents.id_of(&self.caller, filed.id).await?)
    }

    /// Files a declaration with two hundred of the known traces, has it read, and says which incident it is and how long the
    /// reading took.
    async fn declare(&self, turn: i64) -> Outcome<(Id, f64)> {
        // The names are as long in both houses: a thousand are known everywhere.
        let names = (0..EACH).map(|n| format!("trace{}.top", turn * EACH + n)).collect::<Vec<_>>();
        let incident = self.file(names.join(" ")).await?;
        let began = Instant::now();
        let read = Worker::new(self.desk.clone(), indicators::jobs::handlers(&self.services.indicators));
        read.drain().await?;
        let took = millis(began.elapsed());
        let found = self.services.indicators.of(&self.caller, incident).await?;
        let elsewhere = found.iter().filter(|shown| shown.also.len() == 1).count();
        if i64::try_from(elsewhere)? != EACH {
            return Err(format!("{elsewhere} of {EACH} traces are found elsewhere").into());
        }
        Ok((incident, took))
    }

    /// Milliseconds until everything about the traces of an incident is there.
    async fn look(&self, incident: Id) -> Outcome<f64> {
        let began = Instant::now();
        self.services.indicators.of(&self.caller, incident).await?;
        Ok(millis(began.elapsed()))
    }
}
