//! Tokens of programs: one's own, and for those who manage accounts everybody's.

use access::{Caller, Permission};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{Accounts, digest, managing::may_manage};
use crate::store::{self, Account, tokens, tokens::Token};

/// Days that a token may live at most.
const LONGEST: u32 = 366;

impl Accounts {
    /// Makes a token for an account and answers with it, this once. It never does more than its account may.
    pub async fn token_create(
        &self,
        caller: &Caller,
        email: &str,
        scopes: &[String],
        days: u32,
    ) -> Result<String, Problem> {
        let (mut unit, account) = self.managed_or_own(caller, email).await?;
        if let Some(unknown) = scopes.iter().find(|scope| Permission::from_code(scope).is_none()) {
            return Err(
                Refused::invalid(Refusal::new("scope-unknown").at("scope").with("scope", unknown)).into()
            );
        }
        if !(1..=LONGEST).contains(&days) {
            let refusal = Refusal::new("out-of-range").at("days").with("max", LONGEST.to_string());
            return Err(Refused::invalid(refusal).into());
        }
        let now = self.desk.now();
        let secret = format!("vigie_{}", self.secret());
        let token = Token {
            id: self.desk.id(),
            account: account.id,
            scopes: scopes.to_vec(),
            created_at: now,
            expires_at: now.plus_seconds(i64::from(days) * 24 * 3600),
            revoked_at: None,
        };
        tokens::add(&mut unit, &token, &digest(&secret)).await?;
        let entry = Entry::new("token.created", "account", account.id)
            .with(json!({ "token": token.id, "scopes": scopes }));
        trail::append(&mut unit, caller, now, entry).await?;
        self.tell(&mut unit, &account, "token-created", now).await?;
        unit.commit().await?;
        Ok(secret)
    }

    /// The tokens of an account.
    pub async fn token_list(&self, caller: &Caller, email: &str) -> Result<Vec<Token>, Problem> {
        let (mut unit, account) = self.managed_or_own(caller, email).await?;
        Ok(tokens::of(&mut unit, account.id).await?)
    }

    /// The caller's own tokens.
    pub async fn own_tokens(&self, caller: &Caller) -> Result<Vec<Token>, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        Ok(tokens::of(&mut self.desk.store.read().await?, person.account).await?)
    }

    /// Revokes a token of the caller's, or of anybody for those who manage accounts: it opens nothing from now on.
    pub async fn token_revoke(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        let whose = match (may_manage(caller), caller.person()) {
            (Ok(()), _) => {
                access::prove(caller)?;
                None
            }
            (Err(_), Some(person)) if person.limited_to.is_none() => Some(person.account),
            (Err(refused), _) => return Err(refused.into()),
        };
        let mut unit = self.desk.store.write().await?;
        if !tokens::revoke(&mut unit, id, whose, self.desk.now()).await? {
            return Err(Refused::NotFound.into());
        }
        trail::append(&mut unit, caller, self.desk.now(), Entry::new("token.revoked", "token", id)).await?;
        Ok(unit.commit().await?)
    }

    /// The account of that address, for its own person or for those who manage accounts.
    async fn managed_or_own(&self, caller: &Caller, email: &str) -> Result<(Unit, Account), Problem> {
        let own = match caller.person().filter(|person| person.limited_to.is_none()) {
            Some(person) => store::find(&mut self.desk.store.read().await?, person.account).await?,
            None => None,
        };
        if own.is_some_and(|own| own.email == email.trim().to_lowercase()) {
            access::prove(caller)?;
            return self.own(caller).await;
        }
        self.managed(caller, email).await
    }
}
