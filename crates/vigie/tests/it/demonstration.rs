//! What `vigie demo` makes, counted where it is kept: over all incidents, and something for every page to show.

use std::collections::BTreeSet;

use serde_json::Value;
use storage::{Statement, args, on_both_engines, sql, testing::TestDatabase};

use crate::program::program;

async fn count(database: &TestDatabase, statement: &'static Statement) -> i64 {
    let mut unit = database.store.read().await.unwrap();
    unit.one(statement, args![], |row| row.get("count")).await.unwrap()
}

/// The last answers of each declaration that is no exercise.
async fn answers(database: &TestDatabase) -> Vec<Value> {
    let statement = sql!(
        "SELECT v.answers FROM declarations d JOIN declaration_versions v ON v.declaration = d.id AND v.number = d.last_version \
         WHERE NOT d.exercise"
    );
    let mut unit = database.store.read().await.unwrap();
    let texts: Vec<String> = unit.all(statement, args![], |row| row.get("answers")).await.unwrap();
    texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

/// What was chosen for a field.
fn chosen(answers: &Value, field: &str) -> Vec<String> {
    let list = answers[field]["chosen"].as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect()
}

on_both_engines! {
    async fn every_page_has_something_to_show_and_the_shares_are_those_published(database) {
        let done = program(&database, &["demo"]).output().await.unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && said.contains("60 incidents, and an exercise"), "{said}{}", String::from_utf8_lossy(&done.stderr));

        let all = answers(&database).await;
        assert_eq!(all.len(), 60);
        let share = |field: &str, codes: &[&str]| {
            let is = |answers: &&Value| chosen(answers, field).iter().any(|code| codes.contains(&code.as_str()));
            all.iter().filter(is).count() * 100 / all.len()
        };
        for (what, found, published) in [
            ("none", share("functioning", &["none"]), 53),
            ("degraded", share("functioning", &["degraded"]), 32),
            ("danger", share("care", &["actual", "potential"]), 13),
            ("data", share("data_impact", &["unavailable", "lost", "altered", "disclosed"]), 63),
            ("help", share("help", &["call", "support", "advice"]), 29),
        ] {
            assert!(found.abs_diff(published) <= 2, "{what}: {found} %, {published} % published");
        }
        let health = sql!(
            "SELECT COUNT(*) AS count FROM incidents i JOIN facilities f ON f.finess = i.facility \
             WHERE NOT i.exercise AND f.legal_category IN ('health-facility', 'military-hospital')"
        );
        let medico_social = sql!(
            "SELECT COUNT(*) AS count FROM incidents i JOIN facilities f ON f.finess = i.facility \
             WHERE NOT i.exercise AND f.legal_category = 'medico-social'"
        );
        assert_eq!((count(&database, health).await, count(&database, medico_social).await), (39, 15));

        for (what, least, statement) in [
            ("in Île-de-France, open", 2, sql!("SELECT COUNT(*) AS count FROM incidents WHERE open AND region = '11'")),
            ("in Bretagne, open", 2, sql!("SELECT COUNT(*) AS count FROM incidents WHERE open AND region = '53'")),
            ("with versions", 10, sql!("SELECT COUNT(*) AS count FROM declarations WHERE last_version > 1")),
            ("attachments", 2, sql!("SELECT COUNT(*) AS count FROM declaration_attachments")),
            ("told to ANSSI", 3, sql!("SELECT COUNT(*) AS count FROM incident_notices WHERE recipient = 'anssi' AND sent_at IS NOT NULL")),
            ("out of scope", 1, sql!("SELECT COUNT(*) AS count FROM incidents WHERE state = 'out-of-scope'")),
            ("reopened", 1, sql!("SELECT COUNT(*) AS count FROM incident_journal WHERE kind = 'reopen'")),
            ("above the ordinary", 4, sql!("SELECT COUNT(*) AS count FROM incidents WHERE response_level > 0")),
            ("with a radiotherapy centre", 1, sql!("SELECT COUNT(*) AS count FROM incidents i JOIN facilities f ON f.finess = i.facility WHERE f.legal_category = 'radiotherapy'")),
            ("with the army", 1, sql!("SELECT COUNT(*) AS count FROM incidents i JOIN facilities f ON f.finess = i.facility WHERE f.legal_category = 'military-hospital'")),
        ] {
            let found = count(&database, statement).await;
            assert!(found >= least, "{what}: {found}");
        }
        let systems: BTreeSet<String> = all.iter().flat_map(|answers| chosen(answers, "systems")).collect();
        assert!(systems.len() >= 6, "{systems:?}");
        assert_eq!(share("operator_status", &["ose"]), 6);
        let untold = sql!("SELECT COUNT(*) AS count FROM incident_notices WHERE sent_at IS NULL AND recipient <> 'structure'");
        assert_eq!(count(&database, untold).await, 0, "every authority of a demonstration has an address");
    }
}
