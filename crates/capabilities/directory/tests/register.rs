//! The register on both engines: what imports do to it, what becomes of one that is interrupted, and what is found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "clippy sees as tests only the functions marked so, not what they share"
)]

use std::{
    collections::BTreeSet,
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use access::{Caller, Person, Reach, Role, Standing};
use directory::{Completeness, DEMONSTRATION, Directory, LegalCategory, Report, Source, Stage};
use finess::{Facility, Positions, Raw, Reader, Writer};
use storage::{
    Engine, args, on_both_engines, sql,
    testing::{TestDatabase, unpreparable},
};
use vocabulary::{FinessNumber, Id, Problem, Refusal, Refused, Region};

const OPERATOR: Caller = Caller::Program("import");

/// The fictitious site of that rank, whose name ends with `words`.
fn site(rank: u32, words: &str) -> Facility {
    let finess = FinessNumber::complete(&format!("3599{rank:04}")).unwrap();
    Facility::from_raw(&Raw {
        finess: finess.to_string().into(),
        legal_entity: FinessNumber::complete("35998000").unwrap().to_string().into(),
        name: format!("Clinique {words}").into(),
        category: "365".into(),
        department: "35".into(),
        postcode: "35000".into(),
        town: "Rennes".into(),
        ..Raw::default()
    })
    .unwrap()
}

fn csv(sites: &[Facility]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes).unwrap();
    for site in sites {
        writer.write(site).unwrap();
    }
    bytes
}

async fn import(directory: &Directory, bytes: impl Into<Vec<u8>>) -> Result<Report, Problem> {
    let sources = vec![Source::bytes("test.csv", bytes.into())];
    directory.import(&OPERATOR, sources, Completeness::Unsaid, |_| ()).await
}

/// Added, changed, unchanged, closed, refused.
fn counts(report: &Report) -> [i64; 5] {
    let import = &report.import;
    [import.added, import.changed, import.unchanged, import.closed, import.refused]
}

/// What a refused import was refused for.
fn refusal(outcome: Result<Report, Problem>) -> Refusal {
    match outcome {
        Err(Problem::Refused(Refused::Invalid(refusals))) => refusals.into_iter().next().unwrap(),
        Err(Problem::Refused(Refused::Conflict(refusal))) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Everything that the register holds and answers, as text: whatever an import does shows here.
async fn photograph(database: &TestDatabase) -> String {
    let mut unit = database.store.read().await.unwrap();
    let statement = sql!("SELECT * FROM facilities ORDER BY finess");
    let mut all = unit
        .all(statement, args![], |row| {
            let closed: Option<i64> = row.get("closed_at")?;
            Ok(format!(
                "{} {} {} {closed:?}",
                row.get::<String>("finess")?,
                row.get::<String>("name")?,
                row.get::<String>("import_id")?
            ))
        })
        .await
        .unwrap();
    let tables = sql!(
        "SELECT (SELECT COUNT(*) FROM register_imports) + (SELECT COUNT(*) FROM register_refusals) \
                       + (SELECT COUNT(*) FROM trail) AS count"
    );
    all.push(unit.one(tables, args![], |row| row.get::<i64>("count")).await.unwrap().to_string());
    drop(unit);
    let directory = Directory::new(database.desk());
    for text in ["clinique", "rennes", "lac", "35000", "359900"] {
        let found = directory.search(&Caller::Nobody, text, 50).await.unwrap();
        all.extend(found.iter().map(|found| format!("{text}: {}", found.finess)));
    }
    all.join("\n")
}

on_both_engines! {
    async fn every_statement_is_prepared(database) {
        assert_eq!(unpreparable(&database.store).await, Vec::<String>::new());
    }

    async fn a_second_import_says_what_is_new_changed_closed_and_refused(database) {
        let directory = Directory::new(database.desk());
        let mut sites: Vec<Facility> = (0..20).map(|rank| site(rank, "du Lac")).collect();
        assert_eq!(counts(&import(&directory, csv(&sites)).await.unwrap()), [20, 0, 0, 0, 0]);
        assert_eq!(counts(&import(&directory, csv(&sites)).await.unwrap()), [0, 0, 20, 0, 0]);

        database.clock.advance(86_400);
        let gone = sites.remove(3);
        sites[0] = site(0, "de la Forêt");
        sites.push(site(20, "du Phare"));
        let mut bytes = csv(&sites);
        bytes.extend_from_slice(b"350000023,Clinique,365,35\n");
        bytes.extend_from_slice(&csv(&[site(5, "autrement dite")])[csv(&[]).len()..]);
        let report = import(&directory, bytes).await.unwrap();
        assert_eq!(counts(&report), [1, 1, 18, 1, 2]);
        let lines: Vec<_> = report.refusals.iter().map(|r| (r.line, r.reason.as_str(), r.detail.as_str())).collect();
        assert_eq!(lines, [(22, "fields-missing", ""), (23, "duplicate", site(5, "").finess.as_str())]);

        let closed = directory.find(&Caller::Nobody, gone.finess).await.unwrap().unwrap();
        assert_eq!(closed.closed_at, Some(report.import.finished_at));
        let found = async |text: &str| directory.search(&Caller::Nobody, text, 50).await.unwrap();
        assert_eq!(found("lac").await.len(), 18, "neither the closed one nor the renamed one");
        assert_eq!(found("foret").await.len(), 1);
        assert_eq!(found(gone.finess.as_str()).await.len(), 1, "a closed one is found by its number");
        assert_eq!(directory.sites_of(&Caller::Nobody, gone.legal_entity).await.unwrap().len(), 20);
        assert_eq!(directory.count(&Caller::Nobody).await.unwrap(), 20);

        // It opens again, as it was.
        sites.push(gone.clone());
        assert_eq!(counts(&import(&directory, csv(&sites)).await.unwrap()), [0, 1, 20, 0, 0]);
        let open = directory.find(&Caller::Nobody, gone.finess).await.unwrap().unwrap();
        assert_eq!((open.closed_at, open.facility), (None, gone));
        assert_eq!(found("lac").await.len(), 19);

        let (latest, refusals) = directory.latest_import(&OPERATOR).await.unwrap().unwrap();
        assert_eq!((latest.changed, latest.files.as_slice(), refusals.len()), (1, ["test.csv".to_owned()].as_slice(), 0));
    }

    async fn what_is_unchanged_is_not_written_again(database) {
        let directory = Directory::new(database.desk());
        let sites: Vec<Facility> = (0..5).map(|rank| site(rank, "du Lac")).collect();
        let first = import(&directory, csv(&sites)).await.unwrap();
        import(&directory, csv(&[&sites[..4], &[site(4, "du Port")]].concat())).await.unwrap();
        let mut unit = database.store.read().await.unwrap();
        let statement = sql!("SELECT COUNT(*) AS count FROM facilities WHERE import_id = $1");
        let kept: i64 = unit.one(statement, args![first.import.id], |row| row.get("count")).await.unwrap();
        assert_eq!(kept, 4);
    }

    async fn files_that_look_partial_close_nothing_unless_told_that_they_are_whole(database) {
        let directory = Directory::new(database.desk());
        let sites: Vec<Facility> = (0..40).map(|rank| site(rank, "du Lac")).collect();
        import(&directory, csv(&sites)).await.unwrap();
        let before = photograph(&database).await;
        let part = csv(&sites[..20]);
        let refusal = refusal(import(&directory, part.clone()).await);
        assert_eq!(refusal.code, "register-looks-partial");
        assert_eq!((refusal.parameters["absent"].as_str(), refusal.parameters["open"].as_str()), ("20", "40"));
        assert_eq!(photograph(&database).await, before);
        for (completeness, closed) in [(Completeness::Partial, 0), (Completeness::Whole, 20)] {
            let sources = vec![Source::bytes("part.csv", part.clone())];
            let report = directory.import(&OPERATOR, sources, completeness, |_| ()).await.unwrap();
            assert_eq!(counts(&report), [0, 0, 20, closed, 0], "{completeness:?}");
        }
    }

    /// More changes than wait in memory, so that the transaction is under way when it breaks off.
    async fn an_interrupted_import_leaves_the_old_register_whole(database) {
        let directory = Directory::new(database.desk());
        import(&directory, csv(&(0..40).map(|rank| site(rank, "du Lac")).collect::<Vec<_>>())).await.unwrap();
        let before = photograph(&database).await;
        let many: Vec<Facility> = ["22", "29", "35"]
            .into_iter()
            .flat_map(|department| (0..8000).map(move |rank| (department, rank)))
            .map(|(department, rank)| {
                let finess = FinessNumber::complete(&format!("{department}99{rank:04}")).unwrap();
                Facility::from_raw(&Raw {
                    finess: finess.to_string().into(), name: "Clinique du Nouveau Lac".into(), category: "365".into(),
                    department: department.into(), ..Raw::default()
                }).unwrap()
            })
            .collect();
        let whole = csv(&many);

        // Cut short, as by a broken download.
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&whole).unwrap();
        let mut packed = encoder.finish().unwrap();
        packed.truncate(packed.len() - 9);
        let refusal = refusal(import(&directory, packed).await);
        assert_eq!((refusal.code, refusal.parameters["file"].as_str()), ("file-unreadable", "test.csv"));
        assert_eq!(photograph(&database).await, before);

        // Stopped by its operator, all rows written and nothing committed.
        let finishing = Arc::new(AtomicBool::new(false));
        let (flag, importing) = (finishing.clone(), directory.clone());
        let bytes = whole.clone();
        let task = tokio::spawn(async move {
            let progress = move |progress: directory::Progress| flag.store(progress.stage == Stage::Finishing, Ordering::SeqCst);
            importing.import(&OPERATOR, vec![Source::bytes("many.csv", bytes)], Completeness::Whole, progress).await
        });
        while !finishing.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(photograph(&database).await, before);

        // The control: the same import in two pieces, stopped between them, is what this test must be able to see.
        let half = vec![Source::bytes("half.csv", csv(&many[..12_000]))];
        directory.import(&OPERATOR, half, Completeness::Whole, |_| ()).await.unwrap();
        assert_ne!(photograph(&database).await, before);
    }

    async fn of_two_imports_at_once_one_gives_way(database) {
        let directory = Directory::new(database.desk());
        import(&directory, csv(&[site(3, "du Puits")])).await.unwrap();
        database.clock.advance(60);
        let (other, runtime) = (directory.clone(), tokio::runtime::Handle::current());
        let first = AtomicBool::new(true);
        let meanwhile = move |_| {
            if first.swap(false, Ordering::SeqCst) {
                let sooner = import(&other, csv(&[site(1, "du Lac")]));
                tokio::task::block_in_place(|| runtime.block_on(sooner)).unwrap();
            }
        };
        let sources = vec![Source::bytes("late.csv", csv(&[site(2, "du Port")]))];
        let outcome = directory.import(&OPERATOR, sources, Completeness::Unsaid, meanwhile).await;
        assert_eq!(refusal(outcome).code, "register-changed");
        assert!(directory.find(&Caller::Nobody, site(2, "").finess).await.unwrap().is_none());
    }

    async fn of_two_first_imports_at_once_one_gives_way_or_comes_after(database) {
        let directory = Directory::new(database.desk());
        let (other, second) = (directory.clone(), std::sync::OnceLock::new());
        let meanwhile = |_| {
            second.get_or_init(|| {
                let (other, sources) = (other.clone(), vec![Source::bytes("b.csv", csv(&[site(1, "du Lac")]))]);
                tokio::spawn(async move { other.import(&OPERATOR, sources, Completeness::Whole, |_| ()).await })
            });
            // So that it begins now, on most machines.
            std::thread::sleep(std::time::Duration::from_millis(50));
        };
        let sources = vec![Source::bytes("a.csv", csv(&[site(2, "du Port")]))];
        directory.import(&OPERATOR, sources, Completeness::Whole, meanwhile).await.unwrap();
        let came_after = match second.into_inner().unwrap().await.unwrap() {
            Ok(report) => counts(&report) == [1, 0, 0, 1, 0],
            refused => refusal(refused).code != "register-changed",
        };
        let found = directory.find(&Caller::Nobody, site(1, "").finess).await.unwrap();
        assert_eq!(found.is_some(), came_after, "two halves of two registers");
    }

    async fn several_files_are_one_register(database) {
        let directory = Directory::new(database.desk());
        let line = "structureet;359900008;359980000;CH DU LAC;;;;;;;;;238;35;ILLE ET VILAINE;35000 RENNES;;;355;;;;;;;;;;;;;\n";
        let sites = format!("finess;etalab;98;2026-05-12\n{line}");
        let placed = format!("{sites}geolocalisation;359900008;352000.0;6789000.0;;2026-05-04\n");
        let sources = vec![Source::bytes("502.csv", sites), Source::bytes("507.csv", placed), Source::bytes("ours.csv", csv(&[site(7, "du Lac")]))];
        let report = directory.import(&OPERATOR, sources, Completeness::Unsaid, |_| ()).await.unwrap();
        assert_eq!(counts(&report), [2, 0, 0, 0, 0]);
        let hospital = directory.find(&Caller::Nobody, "359900008".parse().unwrap()).await.unwrap().unwrap();
        assert!((hospital.facility.position.unwrap().latitude() - 48.1).abs() < 0.1);
    }

    async fn only_those_who_may_import_do(database) {
        let directory = Directory::new(database.desk());
        let person = |role| {
            let id = Id::from_random([7; 16]);
            let standings = vec![Standing { role, reach: Reach::Nation }];
            Caller::Person(Person { account: id, name: "Camille Fictif".into(), session: id, standings, withheld: Vec::new(), fresh: true, limited_to: None })
        };
        for (caller, expected) in [
            (Caller::Nobody, Some(Refused::SignInFirst)),
            (person(Role::Analyst), Some(Refused::Forbidden)),
            (person(Role::Administrator), None),
        ] {
            let sources = vec![Source::bytes("test.csv", csv(&[site(1, "du Lac")]))];
            let outcome = directory.import(&caller, sources, Completeness::Unsaid, |_| ()).await;
            let refused = match outcome {
                Ok(_) => None,
                Err(Problem::Refused(refused)) => Some(refused),
                Err(Problem::Failed(failure)) => panic!("{}", failure.chain()),
            };
            assert_eq!(refused, expected);
        }
        let mut unit = database.store.read().await.unwrap();
        let actors = unit.all(sql!("SELECT actor, action FROM trail"), args![], |row| {
            Ok((row.get::<String>("actor")?, row.get::<String>("action")?))
        }).await.unwrap();
        assert_eq!(actors, [(person(Role::Administrator).trace(), "register.imported".to_owned())]);
    }

    async fn whatever_is_typed_is_answered(database) {
        let directory = Directory::new(database.desk());
        import(&directory, csv(&[site(1, "du Lac")])).await.unwrap();
        for text in [
            "'", "\"", "*", ":*", "\"lac\"*", "lac' OR '1'='1", "NEAR(lac, 2)", "AND", "lac AND", "NOT lac", "-lac", "{lac}:x", "words:lac",
            "lac\0lac", "\u{202e}cal", "🏥", "ﬁ", "İ", "lac & !rennes", "lac | x", "lac <-> x", "\\", "%", "_", "ʼlacʼ", "𝓁𝒶𝒸",
            "1'2", "(((((((((((", "é̂́̀", "\u{feff}lac", &"lac ".repeat(5000), &"(".repeat(5000),
        ] {
            let found = directory.search(&Caller::Nobody, text, 50).await;
            assert!(found.is_ok_and(|found| found.len() <= 1), "{text:?}");
        }
        let wrong = directory.search(&Caller::Nobody, "359 900 009", 50).await;
        let Err(Problem::Refused(Refused::Invalid(refusals))) = wrong else { panic!("{wrong:?}") };
        assert_eq!((refusals[0].code, refusals[0].parameters["expected"].as_str()), ("finess-check-digit", "8"));
        assert!(directory.search(&Caller::Nobody, "lac", 0).await.unwrap().is_empty());
    }
}

/// The demonstration register: what the product promises of it.
#[test]
fn the_demonstration_is_whole_valid_and_nobodys() {
    let positions = Positions::default();
    let sites: Vec<Facility> =
        Reader::new(DEMONSTRATION, &positions).unwrap().map(|row| row.expect("no line is refused")).collect();
    assert!(sites.len() > 1900);
    for region in Region::all() {
        for category in LegalCategory::ALL {
            let found = sites.iter().any(|site| site.region == region && site.legal_category == category);
            assert!(found, "no {} in {region}", category.code());
        }
    }
    let numbers: BTreeSet<_> = sites.iter().map(|site| site.finess).collect();
    assert_eq!(numbers.len(), sites.len());
    let fiction = ["019900", "026191", "035301", "046571", "053649", "063998"];
    for site in &sites {
        for number in [site.finess, site.legal_entity] {
            assert_eq!(number.as_str().get(2..4), Some("99"), "{number} may be somebody's");
        }
        let phone = site.phone.as_deref().unwrap();
        assert!(fiction.iter().any(|range| phone.starts_with(range)), "{phone} may be somebody's");
        assert_eq!(site.siret, None);
    }
    let groups = sites
        .iter()
        .filter(|site| sites.iter().any(|o| o.legal_entity == site.legal_entity && o.town != site.town));
    assert!(groups.count() > 100, "legal entities in several towns");
}

/// On the demonstration register, what people type finds what they mean, and both engines agree to the letter.
#[test]
fn both_engines_give_the_same_useful_answers() {
    async fn answers(engine: Engine) -> Vec<(String, Vec<String>)> {
        let database = TestDatabase::new(engine).await;
        let directory = Directory::new(database.desk());
        import(&directory, DEMONSTRATION).await.unwrap();
        let mut answers = Vec::new();
        for text in TYPED.iter().map(|(text, _)| *text).chain(MORE) {
            let found = directory.search(&Caller::Nobody, text, 10).await.unwrap();
            let shown =
                found.iter().map(|f| format!("{} · {} {} · {}", f.name, f.postcode, f.town, f.finess));
            answers.push((text.to_owned(), shown.collect()));
        }
        database.remove().await;
        answers
    }
    /// What is typed, and what the first answer must hold.
    const TYPED: [(&str, &str); 16] = [
        ("chu rennes", "Centre hospitalier régional de la Croisée · 35000 Rennes"),
        ("Rennes CHU", "Centre hospitalier régional de la Croisée · 35000 Rennes"),
        ("hôpital rennes", "Centre hospitalier régional de la Croisée · 35000 Rennes"),
        ("hopitaux RENNES", "Centre hospitalier régional de la Croisée · 35000 Rennes"),
        ("35000 labo", "35000 Rennes"),
        ("labo 35000", "Laboratoire"),
        ("35033 labo", "Laboratoire"),
        ("chu ren", "35000 Rennes"),
        ("ch", "Centre hospitalier"),
        ("st denis", "Saint-Denis"),
        ("saint denis clin", "Clinique"),
        ("radiotherapie lyon", "Centre de radiothérapie"),
        ("hia rennes", "Hôpital d’instruction des armées"),
        ("ehpad l'ile aux saules", "de l’Île-aux-Saules"),
        ("359 900 008", "Centre hospitalier régional de la Croisée · 35000 Rennes"),
        ("2a99", "Ajaccio"),
    ];
    const MORE: [&str; 14] = [
        "c",
        "de",
        "la",
        "pharmacie",
        "centre",
        "saint",
        "1",
        "97",
        "mayotte",
        "e p c h",
        "3599",
        "359 980 000",
        "zzz",
        "œ",
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (embedded, server) =
        runtime.block_on(async { (answers(Engine::Sqlite).await, answers(Engine::Postgres).await) });
    for ((text, expected), (_, found)) in TYPED.iter().zip(&embedded) {
        assert!(found.first().is_some_and(|first| first.contains(expected)), "{text}: {found:#?}");
    }
    assert_eq!(embedded, server);
}
