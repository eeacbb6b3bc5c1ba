//! A house with a few accounts, whose passwords cost little to hash.

use std::sync::Arc;

use access::{Caller, Permit, Resource, Standing};
use accounts::{Accounts, AccountsSettings, NewAccount, jobs::Postroom};
use mail::Post;
use storage::{Desk, args, sql, testing::TestDatabase};
use vault::MasterKey;
use vocabulary::{Id, Language, MailAddress, Problem, Refused, Wording};

pub const PASSWORD: &str = "une phrase assez longue";
/// Where the site stands.
pub const BASE_URL: &str = "https://vigie.example";
pub const OPERATOR: Caller = Caller::Program("operator");

pub struct House {
    pub database: Arc<TestDatabase>,
    pub desk: Desk,
    pub accounts: Accounts,
}

/// The operator's key, the same whenever a house is opened again.
pub fn key(database: &TestDatabase) -> MasterKey {
    MasterKey::load_or_create(&database.folder().join("secret"), database.desk().ids.as_ref()).unwrap()
}

/// Settings of a real base, with hashes that cost little.
pub fn settings() -> AccountsSettings {
    AccountsSettings {
        hash_kib: 64,
        second_factor: false,
        base_url: BASE_URL.to_owned(),
        ..AccountsSettings::default()
    }
}

impl House {
    /// With one account: an analyst, `alix@vigie.example`.
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let house = Self::empty(database, settings());
        house.create("alix@vigie.example", &["analyst"]).await;
        house
    }

    pub fn empty(database: Arc<TestDatabase>, settings: AccountsSettings) -> Self {
        let desk = database.desk();
        let accounts = Accounts::new(desk.clone(), settings, &key(&database));
        Self { database, desk, accounts }
    }

    /// The same house under other settings.
    pub fn under(&self, settings: AccountsSettings) -> Self {
        let (database, desk) = (self.database.clone(), self.desk.clone());
        Self { accounts: Accounts::new(desk.clone(), settings, &key(&database)), database, desk }
    }

    pub async fn create(&self, email: &str, roles: &[&str]) -> Id {
        self.accounts.create(&OPERATOR, account(email, roles)).await.unwrap()
    }

    /// Signs in with the right password; answers with the session's token.
    pub async fn signed_in(&self, email: &str) -> String {
        self.accounts.sign_in(email, PASSWORD, "192.0.2.1").await.unwrap().token
    }

    pub async fn caller(&self, token: &str) -> Caller {
        self.accounts.caller(token, "").await.unwrap()
    }

    pub async fn fail(&self, email: &str, from: &str) -> Refused {
        refused(self.accounts.sign_in(email, "une autre phrase", from).await)
    }

    /// Everything that the accounts and the trail hold, as one text.
    pub async fn kept(&self) -> String {
        let statement = sql!(
            "SELECT token_hash AS line FROM account_sessions UNION ALL SELECT token_hash FROM account_tokens \
             UNION ALL SELECT password_hash FROM accounts UNION ALL SELECT key FROM account_tries \
             UNION ALL SELECT actor || ' ' || action || ' ' || object || ' ' || detail FROM trail"
        );
        let mut unit = self.desk.store.read().await.unwrap();
        unit.all(statement, args![], |row| row.get::<String>("line")).await.unwrap().join("\n")
    }

    /// What the trail holds, as actor and action.
    pub async fn trail(&self) -> Vec<(String, String)> {
        let statement = sql!("SELECT actor, action FROM trail ORDER BY sequence");
        let mut unit = self.desk.store.read().await.unwrap();
        unit.all(statement, args![], |row| Ok((row.get("actor")?, row.get("action")?))).await.unwrap()
    }
}

pub fn account(email: &str, roles: &[&str]) -> NewAccount {
    NewAccount {
        email: email.to_owned(),
        name: "Alix Exemple".to_owned(),
        language: Language::Fr,
        password: PASSWORD.to_owned(),
        standings: roles.iter().map(|role| accounts::parse_standing(role).unwrap()).collect(),
    }
}

pub fn is_nobody(caller: &Caller) -> bool {
    matches!(caller, Caller::Nobody)
}

pub fn standings(caller: &Caller) -> &[Standing] {
    &caller.person().unwrap().standings
}

/// Whether a caller may do that to something of that region.
pub fn may<P: Permit>(caller: &Caller, region: &str) -> bool {
    let resource = Resource { region: vocabulary::Region::from_code(region), ..Resource::default() };
    access::decide::<P>(caller, &resource).is_ok()
}

pub fn refused<T>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        Err(Problem::Failed(failure)) => panic!("broke: {}", failure.chain()),
        Ok(_) => panic!("should be refused"),
    }
}

/// The field and the code of the one thing that was refused.
pub fn code<T>(result: Result<T, Problem>) -> (String, &'static str) {
    match refused(result) {
        Refused::Invalid(refusals) => (refusals[0].field.clone().unwrap_or_default(), refusals[0].code),
        Refused::Conflict(refusal) => (String::new(), refusal.code),
        other => panic!("another refusal: {other:?}"),
    }
}

/// Sentences that show their arguments.
struct Plain;

impl Wording for Plain {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        let arguments: Vec<String> =
            arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{key} {} {}", language.tag(), arguments.join(" "))
    }
}

/// Does the letters; answers with those that left since the last time, the latest last.
pub async fn letters(house: &House) -> Vec<String> {
    let folder = house.database.folder().join("mail");
    let _ = std::fs::remove_dir_all(&folder);
    let room = Postroom {
        accounts: house.accounts.clone(),
        post: Post::files(&folder, MailAddress::parse("cellule@vigie.example").unwrap(), "Cellule"),
        wording: Arc::new(Plain),
        base_url: BASE_URL.to_owned(),
        operator: "Cellule".to_owned(),
        phone: "01 99 00 20 17".to_owned(),
    };
    let handlers = accounts::jobs::handlers(&room);
    ::jobs::Worker::new(house.desk.clone(), handlers).drain().await.unwrap();
    let mut found: Vec<_> = std::fs::read_dir(&folder)
        .map(|files| files.map(|f| f.unwrap().path()).collect())
        .unwrap_or_default();
    found.sort();
    found
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap().replace("=\r\n", "").replace("=3D", "="))
        .collect()
}
