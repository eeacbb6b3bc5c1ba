//! The trail as the auditor reads it, and who saw an incident as the lead does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, Standing};
use accounts::{Accounts, AccountsSettings, NewAccount};
use audit::{Audit, Finding, Line, rules::Query};
use declarations::{Declarations, DeclarationsSettings, Submission, Typed};
use directory::{Completeness, Directory, Source};
use incidents::{Incidents, IncidentsSettings, rules::Command};
use storage::{Desk, args, on_both_engines, sql, testing::TestDatabase};
use trail::{Anchor, Entry};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Language, Problem, Refused, Region};

const TEST: Caller = Caller::Program("test");
const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,0299000000\n";

struct House {
    desk: Desk,
    anchor: Anchor,
    accounts: Accounts,
    declarations: Declarations,
    incidents: Incidents,
    audit: Audit,
}

impl House {
    async fn new(database: &TestDatabase) -> Self {
        let desk = database.desk();
        let register = Source::bytes("demonstration", REGISTER.as_bytes());
        Directory::new(desk.clone())
            .import(&TEST, vec![register], Completeness::Whole, |_| {})
            .await
            .unwrap();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), key.derive("attachments")).await.unwrap();
        let incidents = Incidents::new(desk.clone(), IncidentsSettings::default());
        let follower = Arc::new(incidents.clone());
        let declarations =
            Declarations::new(desk.clone(), DeclarationsSettings::default(), &key, objects, follower);
        let settings = AccountsSettings { hash_kib: 64, second_factor: false, ..AccountsSettings::default() };
        let accounts = Accounts::new(desk.clone(), settings, &key);
        let anchor = Anchor::new(&database.folder().join("trail"), &key);
        let (people, anchored) = (accounts.clone(), anchor.clone());
        let audit = Audit::new(desk.clone(), anchored, people, declarations.clone(), incidents.clone());
        Self { desk, anchor, accounts, declarations, incidents, audit }
    }

    /// Somebody with an account and that role, in these regions or the nation.
    async fn person(&self, name: &str, role: Role, region: Option<&str>) -> Caller {
        let reach = match region {
            Some(code) => Reach::Regions([Region::from_code(code).unwrap()].into()),
            None => Reach::Nation,
        };
        let standings = vec![Standing { role, reach }];
        let (email, name) = (format!("{name}@vigie.example"), format!("Alix {name}"));
        let new = NewAccount {
            email,
            name: name.clone(),
            language: Language::Fr,
            password: "un mot de passe assez long".to_owned(),
            standings: standings.clone(),
        };
        let account = self.accounts.create(&TEST, new).await.unwrap();
        let (session, limited_to, withheld) = (self.desk.id(), None, Vec::new());
        Caller::Person(Person { account, name, session, standings, withheld, fresh: true, limited_to })
    }

    /// Files at the facility of Rennes; answers with the reference and the incident.
    async fn declared(&self) -> (String, Id) {
        let fields = [
            ("declarant.name", "Camille Fictif"),
            ("declarant.phone", "01 99 00 12 34"),
            ("facility", "359900008"),
            ("noticed_at", "2026-03-10T08:30:00+01:00"),
            ("summary", "Une panne."),
        ];
        let typed: Typed = fields.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: "Firefox".to_owned(),
            exercise: false,
        };
        let filed = self.declarations.file(&Caller::Nobody, submission).await.unwrap();
        (filed.reference, self.incidents.id_of(&TEST, filed.id).await.unwrap())
    }

    async fn append(&self, entries: std::ops::Range<i64>) {
        let mut unit = self.desk.store.write().await.unwrap();
        for n in entries {
            let entry = Entry::new("thing.done", "thing", n);
            trail::append(&mut unit, &TEST, self.desk.now(), entry).await.unwrap();
        }
        unit.commit().await.unwrap();
    }

    async fn found(&self, caller: &Caller, fields: &[(&str, &str)]) -> Vec<String> {
        self.audit.search(caller, &query(fields), "").await.unwrap().lines.iter().map(said).collect()
    }
}

/// A line in short: who, what, about what.
fn said(line: &Line) -> String {
    let actor = line.name.clone().unwrap_or_else(|| line.recorded.actor.clone());
    format!("{actor} {} {}", line.recorded.action, line.about.clone().unwrap_or_default())
}

fn refused<T>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        Err(Problem::Failed(failure)) => panic!("broke: {}", failure.chain()),
        Ok(_) => panic!("should be refused"),
    }
}

/// The fields that were refused, and why.
fn fields<T>(result: Result<T, Problem>) -> Vec<(String, &'static str)> {
    let Refused::Invalid(refusals) = refused(result) else { panic!("another refusal") };
    refusals.into_iter().map(|r| (r.field.unwrap(), r.code)).collect()
}

fn query(fields: &[(&str, &str)]) -> Query {
    let get = |name: &str| {
        fields
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| (*value).to_owned())
            .unwrap_or_default()
    };
    Query {
        who: get("who"),
        object: get("object"),
        action: get("action"),
        session: get("session"),
        from: get("from"),
        until: get("until"),
    }
}

on_both_engines! {
    async fn the_auditor_finds_who_did_what_to_what_and_each_query_is_an_entry(database) {
        let house = House::new(&database).await;
        let auditor = house.person("auditeur", Role::Auditor, None).await;
        let analyst = house.person("analyste", Role::Analyst, None).await;
        let (reference, id) = house.declared().await;
        house.declared().await;
        house.incidents.open(&analyst, id).await.unwrap();
        database.clock.advance(24 * 3600);
        house.incidents.advance(&analyst, id, Command::Take, "", 1).await.unwrap();

        let typed = reference.to_lowercase().replace('-', " ");
        let expected = [
            format!("Alix analyste incident.advanced {reference}"),
            format!("Alix analyste incident.seen {reference}"),
        ];
        let both = [("who", "ANALYSTE@vigie.example"), ("object", typed.as_str())];
        assert_eq!(house.found(&auditor, &both).await, expected);
        let of_incident = house.found(&auditor, &[("object", &reference)]).await;
        assert!(of_incident.contains(&format!("nobody declaration.filed {reference}")), "{of_incident:?}");
        let session = analyst.session().unwrap().to_string();
        assert_eq!(house.found(&auditor, &[("session", &session)]).await, expected);
        let first_day = [("who", "analyste@vigie.example"), ("from", "10/03/2026"), ("until", "10/03/2026")];
        assert_eq!(house.found(&auditor, &first_day).await, expected[1..]);
        let taken = [("action", "incident.advanced"), ("object", &id.to_string())];
        assert_eq!(house.found(&auditor, &taken).await, expected[..1]);

        // Each of these queries is told of, by identities and not by what was typed.
        let asked = house.audit.search(&auditor, &query(&[("action", "trail.searched")]), "").await.unwrap();
        assert_eq!(asked.lines.len(), 5);
        assert!(asked.lines.iter().all(|line| line.recorded.actor == auditor.trace()));
        assert!(!asked.lines.iter().any(|line| line.recorded.detail.contains('@')), "{asked:?}");
        assert!(asked.lines[4].recorded.detail.contains(&analyst.trace()));
    }

    async fn what_was_typed_amiss_is_said_field_by_field(database) {
        let house = House::new(&database).await;
        let auditor = house.person("auditeur", Role::Auditor, None).await;
        let wrong = [
            ("who", "personne@vigie.example"), ("object", "VIG-2026-000042-A"), ("session", "x"), ("from", "jadis"),
        ];
        let said = fields(house.audit.search(&auditor, &query(&wrong), "").await);
        assert_eq!(said, [
            ("who".to_owned(), "account-unknown"),
            ("object".to_owned(), "reference-letter"),
            ("session".to_owned(), "session-unreadable"),
            ("from".to_owned(), "moment-unreadable"),
        ]);
        let unknown = query(&[("object", &Id::from_random([9; 16]).to_string()), ("who", "Alix")]);
        let said = fields(house.audit.search(&auditor, &unknown, "").await);
        assert_eq!(said, [("who".to_owned(), "who-unreadable"), ("object".to_owned(), "object-unknown")]);
        assert_eq!(fields(house.audit.search(&auditor, &query(&[]), "elsewhere").await)[0].1, "cursor");
        assert!(house.found(&auditor, &[("action", "trail.searched")]).await.is_empty(), "nothing was shown");
    }

    async fn only_the_auditor_reads_the_trail(database) {
        let house = House::new(&database).await;
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Auditor) {
            let somebody = house.person(role.code(), role, None).await;
            let (audit, empty) = (&house.audit, query(&[]));
            let doors = [
                refused(audit.search(&somebody, &empty, "").await),
                refused(audit.export(&somebody, &empty, "csv").await),
                refused(audit.verify(&somebody).await),
                refused(audit.state(&somebody).await),
                refused(house.accounts.identity_of(&somebody, "lead@vigie.example").await),
                refused(house.declarations.id_of_reference(&somebody, "VIG-2026-000001-X").await),
            ];
            assert!(doors.iter().all(|door| *door == Refused::Forbidden), "{role:?}: {doors:?}");
        }
        assert_eq!(refused(house.audit.search(&Caller::Nobody, &query(&[]), "").await), Refused::SignInFirst);
    }

    async fn pages_follow_one_another_and_an_export_holds_them_all(database) {
        let house = House::new(&database).await;
        let auditor = house.person("auditeur", Role::Auditor, None).await;
        house.append(0..2120).await;
        let things = query(&[("action", "thing.done")]);
        let (mut seen, mut after) = (Vec::new(), String::new());
        for _ in 0..3 {
            let found = house.audit.search(&auditor, &things, &after).await.unwrap();
            seen.extend(found.lines.iter().map(|line| line.recorded.sequence));
            after = found.next.unwrap();
        }
        assert_eq!(seen.len(), 150);
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1] + 1), "the latest first, none twice, none lost");

        let mut export = house.audit.export(&auditor, &things, "csv").await.unwrap();
        // What is written meanwhile is not in it.
        house.append(2120..2121).await;
        let mut parts = Vec::new();
        loop {
            let part = export.next().await.unwrap();
            if part.is_empty() { break; }
            parts.push(part.len());
        }
        assert_eq!((parts, export.is_cut()), (vec![1000, 1000, 120], false));
        assert_eq!(house.found(&auditor, &[("action", "trail.exported")]).await, ["Alix auditeur trail.exported "]);
    }

    async fn a_walk_of_the_chain_is_remembered_with_what_it_found(database) {
        let house = House::new(&database).await;
        let auditor = house.person("auditeur", Role::Auditor, None).await;
        assert!(house.audit.state(&auditor).await.unwrap().verified.is_none());
        house.anchor.keep(&house.desk).await.unwrap();
        assert!(house.audit.verify(&auditor).await.unwrap().is_sound());
        let state = house.audit.state(&auditor).await.unwrap();
        let verified = state.verified.unwrap();
        assert_eq!((verified.by.name.as_deref(), verified.findings), (Some("Alix auditeur"), vec![]));
        assert_eq!((state.standing.finding, verified.entries + 1), (None, state.standing.head.0));

        let mut unit = house.desk.store.write().await.unwrap();
        unit.run(sql!("UPDATE trail SET actor = 'nobody' WHERE sequence = 2"), args![]).await.unwrap();
        unit.commit().await.unwrap();
        house.audit.verify(&auditor).await.unwrap();
        let state = house.audit.state(&auditor).await.unwrap();
        assert_eq!(state.verified.unwrap().findings, [Finding::Altered(2)]);
    }

    async fn the_lead_sees_who_saw_an_incident_within_reach(database) {
        let house = House::new(&database).await;
        let (_, id) = house.declared().await;
        let analyst = house.person("analyste", Role::Analyst, None).await;
        let agency = house.person("ars", Role::Ars, Some("53")).await;
        let lead = house.person("responsable", Role::Lead, Some("53")).await;
        for _ in 0..2 {
            house.incidents.open(&agency, id).await.unwrap();
        }
        database.clock.advance(60);
        house.incidents.open(&analyst, id).await.unwrap();
        house.incidents.note(&analyst, id, "Appel passé.").await.unwrap();

        let accesses = house.audit.accesses(&lead, id, "").await.unwrap();
        let people: Vec<_> = accesses
            .people
            .iter()
            .map(|p| (p.name.as_deref().unwrap_or(&p.actor), p.seen, p.downloaded, p.changed))
            .collect();
        assert_eq!(people[0], ("Alix analyste", 1, 0, 1));
        assert!(people.contains(&("Alix ars", 2, 0, 0)), "{people:?}");
        assert!(people.contains(&("nobody", 0, 0, 1)), "who declared: {people:?}");
        assert_eq!(accesses.lines[0].recorded.action, "incident.noted");
        // That the lead asked is seen by the next one.
        let again = house.audit.accesses(&lead, id, "").await.unwrap();
        let reference = again.incident.reference;
        assert_eq!(said(&again.lines[0]), format!("Alix responsable incident.accesses-seen {reference}"));

        let elsewhere = house.person("ailleurs", Role::Lead, Some("11")).await;
        let no_such = Id::from_random([9; 16]);
        assert_eq!(refused(house.audit.accesses(&elsewhere, id, "").await), Refused::NotFound);
        assert_eq!(refused(house.audit.accesses(&lead, no_such, "").await), Refused::NotFound);
        assert!(house.incidents.named(&elsewhere, &[id]).await.unwrap().is_empty(), "no reference of elsewhere either");
        for somebody in [&analyst, &agency] {
            assert_eq!(refused(house.audit.accesses(somebody, id, "").await), Refused::Forbidden);
        }
    }
}
