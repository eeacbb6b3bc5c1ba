//! Signing in at a provider, and linking who one is there.

use std::sync::Arc;

use access::Caller;
use accounts::{
    AccountsSettings, Arrived, AttestedFacilities, Back, Errand, Identity, Provider, Purpose, SignedIn,
};
use oidc::{Profile, testing::Provider as Elsewhere};
use serde_json::{Value, json};
use storage::{on_both_engines, testing::TestDatabase};
use vocabulary::{Id, Language, Problem};

use crate::house::{House, OPERATOR, PASSWORD, code, is_nobody, refused, settings, standings};

const ISSUER: &str = "https://auth.example";
const BOND: &str = "only this browser has it";
const SITE: &str = "010000024";
const OTHER: &str = "350000022";

/// A house with `alix@vigie.example` in it, and a provider beside it.
struct World {
    house: House,
    elsewhere: Elsewhere,
}

impl World {
    async fn new(database: Arc<TestDatabase>, profile: Profile) -> Self {
        Self::with(database, profile, |_| {}).await
    }

    async fn with(database: Arc<TestDatabase>, profile: Profile, set: impl FnOnce(&mut Provider)) -> Self {
        let elsewhere = Elsewhere::new(ISSUER, profile, database.desk().now().millis() / 1000);
        let mut provider = Provider {
            name: "ailleurs".to_owned(),
            label: "Ailleurs".to_owned(),
            second_factor: None,
            facilities: AttestedFacilities::Propose,
            client: Arc::new(elsewhere.client()),
        };
        set(&mut provider);
        let house = House::empty(
            database,
            AccountsSettings { second_factor: true, providers: vec![provider], ..settings() },
        );
        house.create("alix@vigie.example", &["facility-staff:010000024"]).await;
        Self { house, elsewhere }
    }

    /// Leaves; answers with what the browser keeps and what it will come back with.
    async fn leaves(&self, caller: &Caller, purpose: Purpose) -> Result<(String, Back), Problem> {
        let errand = Errand { purpose, language: Language::En, towards: "/en/unit".to_owned() };
        let redirect = "https://vigie.example/connexion/retour/ailleurs";
        let gone = self.house.accounts.provider_begin(caller, "ailleurs", errand, redirect, BOND).await?;
        let (back, state) = self.elsewhere.signs_in(&gone.address).unwrap();
        let back = Back { state, code: back.code, error: String::new(), issuer: back.issuer };
        Ok((gone.sealed, back))
    }

    async fn comes_back(&self, caller: &Caller, sealed: &str, back: &Back) -> Result<Arrived, Problem> {
        self.house.accounts.provider_return(caller, "ailleurs", sealed, BOND, back.clone(), "192.0.2.1").await
    }

    async fn there_and_back(&self, caller: &Caller, purpose: Purpose) -> Result<Arrived, Problem> {
        let (sealed, back) = self.leaves(caller, purpose).await?;
        self.comes_back(caller, &sealed, &back).await
    }

    async fn enters(&self) -> Result<SignedIn, Problem> {
        match self.there_and_back(&Caller::Nobody, Purpose::SignIn).await? {
            Arrived::SignedIn(signed) => Ok(signed),
            other => panic!("{other:?}"),
        }
    }

    async fn alix(&self) -> Caller {
        self.house.caller(&self.house.signed_in("alix@vigie.example").await).await
    }

    fn says(&self, person: Value) {
        let mut person = person;
        person["sub"] = json!("f:1:899700218896");
        self.elsewhere.script().person = person;
    }

    fn works_at(&self, numbers: &[&str]) {
        let activities: Vec<_> = numbers.iter().map(|n| json!({ "numeroFinessSite": n })).collect();
        self.says(json!({
            "given_name": "CAMILLE", "family_name": "FICTIF", "SubjectNameID": "899700218896",
            "email": "alix@vigie.example", "SubjectRefPro": { "exercices": [{ "activities": activities }] },
        }));
    }

    async fn identities(&self, account: Id) -> Vec<Identity> {
        self.house.accounts.record(&OPERATOR, account).await.unwrap().identities
    }

    async fn refusals(&self) -> usize {
        let trail = self.house.trail().await;
        trail.iter().filter(|(_, action)| action == "account.sign-in-refused").count()
    }

    async fn accounts(&self) -> usize {
        self.house.accounts.list(&OPERATOR).await.unwrap().len()
    }
}

fn account(caller: &Caller) -> Id {
    caller.person().unwrap().account
}

on_both_engines! {
    async fn somebody_whom_pro_sante_connect_attests_comes_in_without_any_right(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        world.works_at(&[SITE, "", "pas un numéro", OTHER]);
        let signed = world.enters().await.unwrap();
        assert!(!signed.waiting && signed.language == Language::En);
        let camille = world.house.caller(&signed.token).await;
        assert_eq!(camille.person().unwrap().name, "CAMILLE FICTIF");
        assert!(standings(&camille).is_empty(), "no right, whatever is attested");
        let identities = world.identities(account(&camille)).await;
        let facilities: Vec<String> = identities[0].facilities.iter().map(ToString::to_string).collect();
        assert_eq!(facilities, [SITE, OTHER], "and the administrator sees it");
        assert_eq!(identities[0].number, "899700218896");
        let again = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_eq!(account(&again), account(&camille), "the same person comes back to the same account");
        assert_eq!(world.accounts().await, 2);
        let record = world.house.accounts.record(&OPERATOR, account(&camille)).await.unwrap();
        assert!(!record.account.has_address() && !record.account.is_invited(), "an e-mail claim is no address");
    }

    async fn what_is_missing_or_empty_keeps_nobody_out(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        world.says(json!({ "given_name": "", "family_name": "", "SubjectNameID": "", "SubjectRefPro": {} }));
        let camille = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_eq!(camille.person().unwrap().name, "Ailleurs");
        world.works_at(&[SITE]);
        world.enters().await.unwrap();
        world.elsewhere.script().person = Value::Null;
        world.enters().await.unwrap();
        let identities = world.identities(account(&camille)).await;
        assert_eq!(identities[0].facilities.len(), 1, "what was known stays when nothing is said");
        assert_eq!(identities[0].number, "899700218896");
    }

    async fn rights_follow_what_is_attested_where_the_operator_has_it_so(database) {
        let world = World::with(database, Profile::ProSanteConnect, |p| p.facilities = AttestedFacilities::Grant).await;
        let reach = async || {
            let caller = world.house.caller(&world.enters().await.unwrap().token).await;
            standings(&caller).iter().map(accounts::standing_words).collect::<Vec<_>>()
        };
        world.works_at(&[SITE]);
        assert_eq!(reach().await, [format!("facility-staff:{SITE}")]);
        world.works_at(&[OTHER]);
        assert_eq!(reach().await, [format!("facility-staff:{OTHER}")], "who left a house sees it no more");
        world.elsewhere.script().person = Value::Null;
        assert_eq!(reach().await, [format!("facility-staff:{OTHER}")], "a silence takes nothing away");
        let changes = world.house.trail().await.iter().filter(|(_, action)| action == "account.roles-changed").count();
        assert_eq!(changes, 2);
    }

    async fn two_first_sign_ins_at_once_make_one_account(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        world.works_at(&[SITE]);
        let (one, other) = tokio::join!(world.enters(), world.enters());
        let one = world.house.caller(&one.unwrap().token).await;
        let other = world.house.caller(&other.unwrap().token).await;
        assert_eq!(account(&one), account(&other));
        assert_eq!(world.accounts().await, 2);
    }

    async fn a_generic_provider_opens_accounts_that_were_linked_and_no_other(database) {
        let world = World::new(database, Profile::Generic).await;
        world.works_at(&[SITE]);
        let stranger = world.enters().await;
        assert_eq!(code(stranger).1, "provider-no-account", "whatever address it claims");
        assert_eq!((world.accounts().await, world.refusals().await), (1, 1));
        let alix = world.alix().await;
        assert!(matches!(world.there_and_back(&alix, Purpose::Link).await.unwrap(), Arrived::Linked));
        assert!(matches!(world.there_and_back(&alix, Purpose::Link).await.unwrap(), Arrived::Linked), "again changes nothing");
        let entered = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_eq!(account(&entered), account(&alix));
        assert_eq!(standings(&entered).len(), 1, "facility staff, for which one proof is enough");
        let security = world.house.accounts.security(&alix).await.unwrap();
        assert_eq!(security.identities.len(), 1);
        assert!(security.identities[0].used_at.is_some());
    }

    async fn an_identity_is_one_account_s(database) {
        let world = World::new(database, Profile::Generic).await;
        world.there_and_back(&world.alix().await, Purpose::Link).await.unwrap();
        world.house.create("robin@vigie.example", &["member"]).await;
        let robin = world.house.caller(&world.house.signed_in("robin@vigie.example").await).await;
        assert_eq!(code(world.there_and_back(&robin, Purpose::Link).await).1, "provider-taken");
        let entered = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_eq!(entered.person().unwrap().name, "Alix Exemple");
        let found = world.house.accounts.security(&robin).await.unwrap();
        assert!(found.identities.is_empty());
    }

    async fn abuse_f05_to_link_one_is_signed_in_and_has_proved_it(database) {
        let world = World::new(database, Profile::Generic).await;
        assert!(world.leaves(&Caller::Nobody, Purpose::Link).await.is_err());
        let token = world.house.signed_in("alix@vigie.example").await;
        world.house.database.clock.advance(11 * 60);
        let stale = world.house.caller(&token).await;
        assert!(world.leaves(&stale, Purpose::Link).await.is_err(), "proved too long ago");
        let alix = world.alix().await;
        let (sealed, back) = world.leaves(&alix, Purpose::Link).await.unwrap();
        world.house.create("robin@vigie.example", &["member"]).await;
        let robin = world.house.caller(&world.house.signed_in("robin@vigie.example").await).await;
        assert!(world.comes_back(&robin, &sealed, &back).await.is_err(), "whoever comes back is who left");
        assert!(world.identities(account(&robin)).await.is_empty());
    }

    async fn who_is_disabled_is_answered_as_somebody_unknown(database) {
        let world = World::new(database, Profile::Generic).await;
        let unknown = refused(world.enters().await);
        world.there_and_back(&world.alix().await, Purpose::Link).await.unwrap();
        world.house.accounts.disable(&OPERATOR, "alix@vigie.example").await.unwrap();
        assert_eq!(refused(world.enters().await), unknown);
    }

    async fn a_second_factor_is_asked_for_unless_the_provider_asked_for_it(database) {
        let world = World::with(database, Profile::Generic, |p| p.second_factor = Some(true)).await;
        let alix = world.alix().await;
        world.there_and_back(&alix, Purpose::Link).await.unwrap();
        world.house.accounts.set_standings(&OPERATOR, "alix@vigie.example",
            &[accounts::parse_standing("analyst").unwrap()], 1).await.unwrap();
        // `eidas1` is the level that was asked for.
        let strong = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_eq!((standings(&strong).len(), strong.person().unwrap().withheld.len()), (1, 0));
        world.elsewhere.script().claims.insert("acr".to_owned(), json!("low"));
        let weak = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_eq!((standings(&weak).len(), weak.person().unwrap().withheld.len()), (0, 1), "set one up first");
    }

    async fn what_was_proved_elsewhere_is_as_fresh_as_it_was_there(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        for (at, fresh) in [(json!(0), false), (Value::Null, false)] {
            world.elsewhere.script().claims.insert("auth_time".to_owned(), at);
            let camille = world.house.caller(&world.enters().await.unwrap().token).await;
            assert_eq!(camille.person().unwrap().fresh, fresh);
        }
        world.elsewhere.script().claims.clear();
        let token = world.enters().await.unwrap().token;
        assert!(world.house.caller(&token).await.person().unwrap().fresh);
        // A day at work later, the provider asks again.
        world.house.database.clock.advance(15 * 60);
        let camille = world.house.caller(&token).await;
        assert!(!camille.person().unwrap().fresh);
        let now = world.house.desk.now().millis() / 1000;
        for (name, value) in [("auth_time", now), ("exp", now + 300)] {
            world.elsewhere.script().claims.insert(name.to_owned(), json!(value));
        }
        assert!(matches!(world.there_and_back(&camille, Purpose::Prove).await.unwrap(), Arrived::Proved));
        assert!(world.house.caller(&token).await.person().unwrap().fresh);
        world.elsewhere.script().claims.insert("sub".to_owned(), json!("somebody else"));
        let colleague = world.there_and_back(&camille, Purpose::Prove).await;
        assert_eq!(code(colleague).1, "provider-doubtful", "a colleague proves nothing of Camille");
    }

    async fn abuse_f05_an_answer_belongs_to_one_attempt_of_one_browser(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        let (sealed, back) = world.leaves(&Caller::Nobody, Purpose::SignIn).await.unwrap();
        let (_, other) = world.leaves(&Caller::Nobody, Purpose::SignIn).await.unwrap();
        let accounts = &world.house.accounts;
        let comes = async |sealed: &str, bond: &str, back: &Back| {
            accounts.provider_return(&Caller::Nobody, "ailleurs", sealed, bond, back.clone(), "192.0.2.1").await
        };
        for (what, sealed, bond, back) in [
            ("the state of another attempt", sealed.as_str(), BOND, &other),
            ("no state", &sealed, BOND, &Back { state: String::new(), ..back.clone() }),
            ("another browser", &sealed, "another browser", &back),
            ("no attempt", "", BOND, &back),
            ("an attempt of somebody's making", "00", BOND, &back),
        ] {
            assert_eq!(code(comes(sealed, bond, back).await).1, "provider-stale", "{what}");
        }
        assert_eq!(world.refusals().await, 2, "each of an attempt leaves one line in the trail, and no stranger writes there");
        comes(&sealed, BOND, &back).await.unwrap();
        assert_eq!(code(comes(&sealed, BOND, &back).await).1, "provider-stale", "once");
        let (sealed, back) = world.leaves(&Caller::Nobody, Purpose::SignIn).await.unwrap();
        world.house.database.clock.advance(601);
        assert_eq!(code(comes(&sealed, BOND, &back).await).1, "provider-stale", "too long away");
        assert!(!world.house.kept().await.contains(&back.state), "what is kept of it opens nothing");
    }

    async fn abuse_f05_what_is_not_believed_opens_nothing_and_is_told_once(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        world.elsewhere.script().claims.insert("nonce".to_owned(), json!("of another attempt"));
        assert_eq!(code(world.enters().await).1, "provider-doubtful");
        assert_eq!((world.refusals().await, world.accounts().await), (1, 1));
        assert!(world.house.kept().await.contains("ailleurs: nonce"));
    }

    async fn who_turned_back_or_met_a_silence_is_told_so(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        for (error, expected) in [
            ("access_denied", "provider-cancelled"),
            ("temporarily_unavailable", "provider-unreachable"),
            ("\u{1b}[31m\n", "provider-unreachable"),
        ] {
            let (sealed, back) = world.leaves(&Caller::Nobody, Purpose::SignIn).await.unwrap();
            let back = Back { error: error.to_owned(), code: String::new(), ..back };
            assert_eq!(code(world.comes_back(&Caller::Nobody, &sealed, &back).await).1, expected);
        }
        let (sealed, back) = world.leaves(&Caller::Nobody, Purpose::SignIn).await.unwrap();
        world.elsewhere.script().silent = true;
        assert_eq!(code(world.comes_back(&Caller::Nobody, &sealed, &back).await).1, "provider-unreachable");
        assert_eq!(world.refusals().await, 0, "nothing of it is anybody's attempt to come in");
        let checked = world.house.accounts.check_providers().await;
        assert!(matches!(&checked[..], [(name, Err(_))] if name == "ailleurs"));
    }

    async fn what_is_unlinked_opens_nothing_and_the_last_way_in_stays(database) {
        let world = World::new(database, Profile::ProSanteConnect).await;
        let alix = world.alix().await;
        world.there_and_back(&alix, Purpose::Link).await.unwrap();
        let elsewhere = world.enters().await.unwrap().token;
        let identity = world.identities(account(&alix)).await[0].id;
        world.house.accounts.identity_remove(&alix, identity).await.unwrap();
        assert!(is_nobody(&world.house.caller(&elsewhere).await));
        assert!(world.house.accounts.identity_remove(&alix, identity).await.is_err());
        world.house.accounts.sign_in("alix@vigie.example", PASSWORD, "192.0.2.1").await.unwrap();
        let camille = world.house.caller(&world.enters().await.unwrap().token).await;
        assert_ne!(account(&camille), account(&alix), "from now on it is somebody else");
        let last = world.identities(account(&camille)).await[0].id;
        assert_eq!(code(world.house.accounts.identity_remove(&camille, last).await).1, "identity-last");
    }

    async fn lost_factors_take_what_proves_as_much_away(database) {
        let world = World::new(database, Profile::Generic).await;
        world.there_and_back(&world.alix().await, Purpose::Link).await.unwrap();
        world.enters().await.unwrap();
        world.house.accounts.reset_factors(&OPERATOR, "alix@vigie.example").await.unwrap();
        assert_eq!(code(world.enters().await).1, "provider-no-account", "whoever linked it");
    }

    async fn a_place_that_keeps_failing_waits(database) {
        let world = World::new(database, Profile::Generic).await;
        let mut refused_at_once = 0;
        for _ in 0..60 {
            let (sealed, _) = world.leaves(&Caller::Nobody, Purpose::SignIn).await.unwrap();
            let back = Back { state: "x".to_owned(), ..Back::default() };
            match refused(world.comes_back(&Caller::Nobody, &sealed, &back).await) {
                vocabulary::Refused::TooSoon(_) => refused_at_once += 1,
                other => assert!(matches!(other, vocabulary::Refused::Conflict(_)), "{other:?}"),
            }
        }
        assert!(refused_at_once > 0);
        assert!(world.refusals().await < 60, "and what it leaves is bounded");
        let lines = world.refusals().await;
        for _ in 0..3 {
            let sent_here = world.comes_back(&Caller::Nobody, "", &Back::default()).await;
            assert_eq!(code(sent_here).1, "provider-stale", "another site sends browsers here: nothing counts");
        }
        assert_eq!(world.refusals().await, lines);
    }
}
