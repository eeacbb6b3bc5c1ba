//! Proving that it is the same person: at sign-in, and again before what is grave.

use access::Caller;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Instant, Problem, Refusal, Refused, hex};

use super::{Accounts, PasskeyAnswer, pace::Pace};
use crate::{
    rules,
    store::{self, Account, factors, sessions},
};

/// What somebody gives to prove who they are.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// The six digits of an authenticator.
    Totp(&'a str),
    /// One of the recovery codes.
    Recovery(&'a str),
    /// What a passkey answered.
    Passkey(PasskeyAnswer<'a>),
    /// The password; counts only where there is no second factor.
    Password(&'a str),
}

impl<'a> Proof<'a> {
    /// What was typed in the one field for codes: six digits are an authenticator's, anything else a recovery code.
    pub fn of_code(typed: &'a str) -> Self {
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        let letters = typed.chars().any(|c| c.is_ascii_alphabetic());
        if digits > 6 || letters { Self::Recovery(typed) } else { Self::Totp(typed) }
    }

    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Totp(_) => "totp",
            Self::Recovery(_) => "recovery",
            Self::Passkey(_) => "passkey",
            Self::Password(_) => "password",
        }
    }

    /// What is said of one that does not hold.
    pub(super) fn wrong(&self) -> Refused {
        let (code, field) = match self {
            Self::Totp(_) | Self::Recovery(_) => ("factor-wrong", "code"),
            Self::Passkey(_) => ("passkey-wrong", "passkey"),
            Self::Password(_) => ("password-wrong", "code"),
        };
        Refused::invalid(Refusal::new(code).at(field))
    }
}

impl Accounts {
    /// Whether a proof holds, used up if it can be used once only (abuse F02).
    pub(super) async fn holds(
        &self,
        unit: &mut Unit,
        account: &Account,
        proof: &Proof<'_>,
        now: Instant,
    ) -> Result<bool, Failure> {
        let held = factors::of(unit, account.id).await?;
        match proof {
            Proof::Totp(typed) => {
                for factor in held.iter().filter(|factor| factor.kind == rules::FactorKind::Totp) {
                    let Some(secret) = self.opened(factor) else { continue };
                    let Some(step) = rules::step_of(&secret, typed, now.millis() / 1000) else { continue };
                    if factors::step(unit, factor.id, step, now).await? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Proof::Recovery(typed) => {
                let mac = self.recovery_mac(account, typed);
                let right = factors::use_code(unit, account.id, &mac, now).await?;
                if right {
                    self.tell(unit, account, "recovery-used", now).await?;
                }
                Ok(right)
            }
            Proof::Passkey(answer) => self.passkey_holds(unit, account, *answer, now).await,
            // Where there is a second factor, the password alone no longer proves.
            Proof::Password(_) if self.settings.second_factor && !held.is_empty() => Ok(false),
            Proof::Password(typed) => self.verify(typed, Some(account.password_hash.clone())).await,
        }
    }

    pub(super) fn recovery_mac(&self, account: &Account, typed: &str) -> String {
        let code = rules::plain_code(typed);
        hex(&self.codes_key.authenticate(&[b"recovery", account.id.to_string().as_bytes(), code.as_bytes()]))
    }

    /// Whether somebody signed in proves themselves by their password: they have no second factor, or none is asked for.
    pub async fn proves_by_password(&self, caller: &Caller) -> Result<bool, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let mut unit = self.desk.store.read().await?;
        Ok(!self.settings.second_factor || factors::of(&mut unit, person.account).await?.is_empty())
    }

    /// Somebody signed in proves again that it is them: for some minutes what is grave is open.
    pub async fn prove(&self, caller: &Caller, proof: Proof<'_>, from: &str) -> Result<(), Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let account =
            self.usable(store::find(&mut unit, person.account).await?).ok_or(Refused::SignInFirst)?;
        let pace = Pace::of_factor(account.id, &account.email, from);
        pace.hold(&mut unit, now).await?;
        pace.check(&mut unit, now).await?;
        if !self.holds(&mut unit, &account, &proof, now).await? {
            pace.failed(&mut unit, now).await?;
            self.note_refusal(&mut unit, from, proof.kind(), now).await?;
            unit.commit().await?;
            return Err(proof.wrong().into());
        }
        pace.forgive(&mut unit).await?;
        sessions::proved(&mut unit, person.session, now).await?;
        let entry = Entry::new("account.proved", "account", account.id);
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }
}
