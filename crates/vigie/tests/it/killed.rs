//! The program killed at any moment under writers, as it is installed: what a client read a receipt of is there, whole.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use storage::{args, on_both_engines, sql, testing::TestDatabase};
use tokio::{sync::Notify, task::JoinSet};

use crate::program::{PATIENCE, Served, ask, program};

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier de la Croisée,355,35,359980000,35000,Rennes,0299000000\n";
const FILE: &str = "/api/v1/declarations";
const JSON: &str = "content-type: application/json\r\n";
const WRITERS: usize = 16;
/// After how many receipts the program is killed, each time on what the time before left.
const KILLED_AFTER: [usize; 4] = [1, 5, 17, 40];

/// A receipt that a client read.
struct Receipt {
    summary: String,
    reference: String,
    code: String,
}

/// What sixteen clients sent, and which receipts they read, until one of them killed the program.
async fn write_until_killed(database: &TestDatabase, after: usize) -> (Vec<String>, Vec<Receipt>) {
    let served = Served::on(database).await;
    let enough = Arc::new(Notify::new());
    let read = Arc::new(AtomicUsize::new(0));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (address, enough, read) = (served.address.clone(), enough.clone(), read.clone());
        writers.spawn(async move {
            let (mut sent, mut receipts) = (Vec::new(), Vec::new());
            for turn in 0.. {
                let summary = format!("Panne {after}-{writer}-{turn} : {}", "plus rien ne répond. ".repeat(20));
                // Every other one says its facility in words: of one of the register fewer are taken at once.
                let facility = if writer % 2 == 0 { ("facility", "359900008") } else { ("facility_text", "Une clinique") };
                let body = json!({
                    (facility.0): facility.1, "summary": &summary, "noticed_at": "2026-03-10T08:30:00+01:00",
                    "declarant": { "name": "Camille Fictif", "phone": "01 99 00 12 34", "email": "camille@vigie.example" },
                });
                sent.push(summary.clone());
                let (what, body) = (format!("POST {FILE}"), body.to_string());
                let Some((status, answer)) = ask(&address, &what, JSON, &body).await else { break };
                // Cut in the middle of the answer, it is no receipt.
                let Ok(answer) = serde_json::from_str::<Value>(&answer) else { break };
                assert_eq!(status, 201, "{answer}");
                let text = |name: &str| answer[name].as_str().unwrap().to_owned();
                receipts.push(Receipt { summary, reference: text("reference"), code: text("follow_up_code") });
                if read.fetch_add(1, Ordering::SeqCst) + 1 == after {
                    enough.notify_one();
                }
            }
            (sent, receipts)
        });
    }
    tokio::time::timeout(PATIENCE, enough.notified()).await.expect("receipts come");
    served.kill().await;
    writers.join_all().await.into_iter().fold((Vec::new(), Vec::new()), |mut all, (sent, receipts)| {
        all.0.extend(sent);
        all.1.extend(receipts);
        all
    })
}

/// Numbers that must be one number, and those of jobs that are not done.
async fn counted(database: &TestDatabase) -> (Vec<i64>, i64) {
    let mut unit = database.store.read().await.unwrap();
    let statement = sql!(
        "SELECT (SELECT COUNT(*) FROM declarations) AS declarations, (SELECT COUNT(*) FROM declaration_versions) AS versions, \
         (SELECT COUNT(*) FROM incidents) AS incidents, \
         (SELECT COUNT(*) FROM trail WHERE action = 'declaration.filed') AS told, \
         (SELECT COUNT(*) FROM declarations d JOIN jobs j ON j.key = d.id WHERE j.kind = 'declaration.receipt') AS receipts, \
         (SELECT COUNT(*) FROM jobs WHERE state IN ('waiting', 'running') AND attempts > 0) AS begun, \
         (SELECT COUNT(*) FROM jobs WHERE kind = 'declaration.receipt' AND state <> 'done') AS owed"
    );
    unit.one(statement, args![], |row| {
        let all = ["declarations", "versions", "incidents", "told", "receipts"];
        let all = all.iter().map(|name| row.get(name)).collect::<Result<Vec<i64>, _>>()?;
        Ok((all, row.get::<i64>("begun")? + row.get::<i64>("owed")?))
    })
    .await
    .unwrap()
}

/// Everything that is written down in versions.
async fn written(database: &TestDatabase) -> String {
    let mut unit = database.store.read().await.unwrap();
    let statement = sql!("SELECT answers FROM declaration_versions");
    unit.all(statement, args![], |row| row.get::<String>("answers")).await.unwrap().join("\n")
}

/// The leases of whom was killed end: two minutes that nobody has to wait for.
async fn leases_end(database: &TestDatabase) {
    let mut unit = database.store.write().await.unwrap();
    unit.run(sql!("UPDATE jobs SET lease_until = 0 WHERE state = 'running'"), args![]).await.unwrap();
    unit.commit().await.unwrap();
}

/// The letters that left.
fn letters(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "eml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

on_both_engines! {
    async fn fault_r01_killed_under_sixteen_writers_keeps_every_receipt_that_was_read(database) {
        let register = database.folder().join("register.csv");
        std::fs::write(&register, REGISTER).unwrap();
        let import = ["import", "facilities", register.to_str().unwrap()];
        let imported = program(&database, &import).output().await.unwrap();
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));

        let (mut sent, mut receipts) = (Vec::new(), Vec::new());
        for after in KILLED_AFTER {
            let (more, read) = write_until_killed(&database, after).await;
            sent.extend(more);
            receipts.extend(read);
            leases_end(&database).await;
        }
        assert!(receipts.len() >= KILLED_AFTER.iter().sum::<usize>());

        let served = Served::on(&database).await;
        // What was begun is taken up again, and everybody who declared is told, without anybody's doing.
        let waited = tokio::time::timeout(PATIENCE, async {
            while counted(&database).await.1 > 0 {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        });
        waited.await.expect("what was owed is done");
        for receipt in &receipts {
            let (path, code) = (format!("GET {FILE}/{}", receipt.reference), format!("vigie-follow-up-code: {}\r\n", receipt.code));
            let (status, seen) = served.ask(&path, &code, "").await.unwrap();
            assert_eq!(status, 200, "{}: {seen}", receipt.reference);
            let seen: Value = serde_json::from_str(&seen).unwrap();
            assert_eq!(seen["versions"][0]["answers"]["summary"], receipt.summary.trim_end());
        }
        served.kill().await;

        // Nothing is there by half, whether its receipt was read or not.
        let (counts, _) = counted(&database).await;
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
        let letters = letters(&database.folder().join("data/mail"));
        for receipt in &receipts {
            assert!(letters.iter().any(|letter| letter.contains(&receipt.reference)), "{}", receipt.reference);
        }
        // One letter for each receipt, though a job that was cut off began again.
        let to_declarants = letters.iter().filter(|letter| letter.contains("camille@vigie.example")).count();
        assert_eq!(i64::try_from(to_declarants).unwrap(), counts[0]);
        let verified = program(&database, &["trail", "verify"]).output().await.unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));

        // The negative control: of what was sent and never answered, some is not there. The program was killed in the
        // middle of its work, and what tells so would tell of a receipt that is missing.
        let written = written(&database).await;
        let is_there = |summary: &str| written.contains(summary.trim_end());
        assert!(receipts.iter().all(|receipt| is_there(&receipt.summary)));
        assert!(!sent.iter().all(|summary| is_there(summary)), "it was never killed at work");
    }
}
