//! What must be there before anything is done: a folder in which one can write, and the key file of this database.

use std::{
    fs::{self, File},
    path::Path,
    sync::Arc,
};

use storage::{Desk, Store};
use trail::{adopt, belongs, is_owned};
use vault::MasterKey;
use vocabulary::{Clock, Failure, Ids};

use crate::{commands::OPERATOR, settings::Settings};

/// What to do about a key that is not the one.
const MEND: &str = "put that key file back, or name it by VIGIE_SECRET_FILE; if it is lost for good, \
    `vigie key adopt --reason …` goes on without what was sealed with it";

/// Refuses a data folder in which nothing can be written.
pub fn writable(folder: &Path) -> Result<(), Failure> {
    let trial = folder.join(format!(".written-by-{}", std::process::id()));
    let written =
        fs::create_dir_all(folder).and_then(|()| File::create(&trial)).and_then(|_| fs::remove_file(&trial));
    written.map_err(|error| {
        let said = format!(
            "{}: {error}: give this folder to the user that runs vigie, or name another by VIGIE_DATA_DIR",
            folder.display()
        );
        Failure::new("write in the data folder", said)
    })
}

/// The key of this database; made, where neither has been there before.
pub async fn key(settings: &Settings, desk: &Desk) -> Result<MasterKey, Failure> {
    let path = settings.secret_file();
    let refused =
        |what: &str| Failure::new("open the key file", format!("{} {what}: {MEND}", path.display()));
    if !path.exists() && is_owned(desk).await? {
        return Err(refused("is not there, and this database was sealed with one"));
    }
    let key = MasterKey::load_or_create(&path, desk.ids.as_ref())?;
    if belongs(desk, &key).await? {
        Ok(key)
    } else {
        Err(refused("is not the one with which this database was sealed"))
    }
}

/// `vigie key adopt`: the key file that is there, or a new one, is the one of this database from now on.
pub async fn adopt_key(
    settings: &Settings,
    (clock, ids): (Arc<dyn Clock>, Arc<dyn Ids>),
    reason: &str,
) -> Result<(), Failure> {
    writable(&settings.data_dir)?;
    let store = Store::open(&settings.database_url()).await?;
    store.migrate().await?;
    let desk = Desk { store, clock, ids };
    let key = MasterKey::load_or_create(&settings.secret_file(), desk.ids.as_ref())?;
    adopt(&desk, &key, &OPERATOR, reason).await?;
    out!("This database belongs to {} from now on.", settings.secret_file().display());
    Ok(())
}
