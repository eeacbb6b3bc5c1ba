//! What happens later: what is said is put where it can be found, with the traces in it, at the moment at which
//! it is shown.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Problem};

use crate::{
    events::Event,
    operations::Community,
    store::{self, posts::Post},
};

const FOUND: &str = "community.found";
const SIFTED: &str = "community.sifted";
/// The first turn of a post: it is shown from then on.
const FIRST: i64 = 1;

/// A post is to be found when it is shown.
pub(crate) async fn enqueue_shown(unit: &mut Unit, desk: &Desk, post: &Post) -> Result<(), Failure> {
    enqueue(unit, desk, (post.id, FIRST), post.at).await
}

/// What is found of a post changes; `turn` tells one change from another.
pub(crate) async fn enqueue_again(unit: &mut Unit, desk: &Desk, post: Id, turn: i64) -> Result<(), Failure> {
    enqueue(unit, desk, (post, turn), desk.now()).await
}

async fn enqueue(
    unit: &mut Unit,
    desk: &Desk,
    (post, turn): (Id, i64),
    run_at: Instant,
) -> Result<(), Failure> {
    let job = Job {
        kind: FOUND,
        key: format!("{post} {turn}"),
        lane: String::new(),
        payload: json!({ "post": post, "turn": turn }),
        run_at,
    };
    ::jobs::enqueue(unit, desk, job).await
}

/// Lists changed at this moment: what was gathered is sifted again.
pub async fn enqueue_sifting(unit: &mut Unit, desk: &Desk, at: Instant) -> Result<(), Failure> {
    let job = Job {
        kind: SIFTED,
        key: at.millis().to_string(),
        lane: SIFTED.to_owned(),
        payload: json!({}),
        run_at: desk.now(),
    };
    ::jobs::enqueue(unit, desk, job).await
}

/// The handlers of this capability's jobs.
pub fn handlers(community: &Community) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Finds(community.clone())), Arc::new(Sifts(community.clone()))]
}

struct Sifts(Community);

impl Handler for Sifts {
    fn kind(&self) -> &'static str {
        SIFTED
    }

    fn handle<'a>(
        &'a self,
        _job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            let mut after = (String::new(), String::new());
            while let Some(last) = self.0.sift(&after).await? {
                after = last;
            }
            Ok(Outcome::Done)
        })
    }
}

struct Finds(Community);

impl Handler for Finds {
    fn kind(&self) -> &'static str {
        FOUND
    }

    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            let mut unit = self.0.desk.store.write().await?;
            // Not shown yet: it is put there when it is, by the job of that moment.
            let post = store::posts::hold(&mut unit, job.identity("post")?).await?;
            let post = post.filter(|post| post.at <= self.0.desk.now());
            if let Some(post) = post {
                if job.payload.get("turn").and_then(Value::as_i64) == Some(FIRST) {
                    self.0.follower.follow(&mut unit, Event::Shown { post: post.id }).await?;
                }
                match self.0.index(&mut unit, &post).await {
                    Ok(()) => self.0.gather(&mut unit, &post).await?,
                    Err(Problem::Failed(failure)) => return Err(failure),
                    Err(Problem::Refused(refused)) => return Ok(Outcome::Never(format!("{refused:?}"))),
                }
            }
            unit.commit().await?;
            Ok(Outcome::Done)
        })
    }
}
