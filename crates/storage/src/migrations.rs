//! The schema, step by step. A step is one file for both engines, followed where they must differ (full-text indexes)
//! by one of its own for each: `0010_directory.sql`, `0010_directory.sqlite.sql`, `0010_directory.postgres.sql`.
//! A step that has landed never changes; the next one expands, and a later one contracts.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::Engine;

struct Step {
    version: i64,
    name: &'static str,
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! steps {
    ($($version:literal $name:literal $($differ:ident)?;)*) => {
        const STEPS: &[Step] = &[$(Step {
            version: $version,
            name: $name,
            both: include_str!(concat!("../../../migrations/", $name, ".sql")),
            sqlite: steps!(@text $name ".sqlite.sql" $($differ)?),
            postgres: steps!(@text $name ".postgres.sql" $($differ)?),
        }),*];
    };
    (@text $name:literal $end:literal differs) => { include_str!(concat!("../../../migrations/", $name, $end)) };
    (@text $name:literal $end:literal) => { "" };
}

// `differs` after the name: the step has a file of its own for each engine too.
steps! {
    1 "0001_ground";
    10 "0010_directory" differs;
    20 "0020_accounts";
    21 "0021_second_factors";
    22 "0022_passkeys";
    24 "0024_identities";
    30 "0030_declarations";
    31 "0031_repeats";
    40 "0040_incidents";
    41 "0041_notice_regions";
    42 "0042_queue";
    43 "0043_messages";
    44 "0044_tasks";
    45 "0045_incident_history";
    46 "0046_counts";
    50 "0050_indicators";
    51 "0051_duplicates";
    52 "0052_events";
    60 "0060_oncall";
    61 "0061_transcriptions";
    62 "0062_handovers";
    70 "0070_trail_search";
    80 "0080_marks";
    90 "0090_retention";
    91 "0091_erasure";
    100 "0100_situation";
    110 "0110_publications";
    111 "0111_publication_images";
    112 "0112_publication_care";
    120 "0120_search" differs;
    121 "0121_search_rows" differs;
    130 "0130_subscriptions";
    131 "0131_refused_addresses";
    150 "0150_members";
    151 "0151_groups";
    152 "0152_threads";
    153 "0153_moderation";
    154 "0154_shared_indicators";
    155 "0155_tidings";
    160 "0160_documents";
    164 "0164_sharing";
    165 "0165_raised";
    168 "0168_owed";
    169 "0169_event_history" differs;
    171 "0171_register_words" differs;
    172 "0172_own_addresses";
    173 "0173_signs_and_key";
    174 "0174_qualifications";
    176 "0176_repeat_contents";
}

pub(crate) fn migrator(engine: Engine) -> Migrator {
    Migrator::with_migrations(
        STEPS
            .iter()
            .map(|step| {
                let own = match engine {
                    Engine::Sqlite => step.sqlite,
                    Engine::Postgres => step.postgres,
                };
                let text = AssertSqlSafe(format!("{}\n{own}", step.both)).into_sql_str();
                Migration::new(step.version, Cow::Borrowed(step.name), MigrationType::Simple, text, false)
            })
            .collect(),
    )
}
