//! A program of this machine, described as data.

use super::fields::Fields;
use crate::error::Result;
use crate::workflow::CommandTrigger;

impl CommandTrigger {
    pub(super) fn read(fields: &mut Fields) -> Result<CommandTrigger> {
        let mut trigger = CommandTrigger::new(fields.needed_text("program")?);
        trigger = trigger.args(fields.texts("args")?.unwrap_or_default());
        if let Some(directory) = fields.text("current_dir")? {
            trigger = trigger.current_dir(directory);
        }
        for (name, value) in fields.pairs("env")? {
            trigger = trigger.env(name, value);
        }
        if let Some(names) = fields.texts("env_inherit")? {
            trigger = names.iter().fold(trigger.env_clear(), CommandTrigger::env_inherit);
        }
        if let Some(inherit) = fields.flag("inherit_stdout")? {
            trigger = trigger.inherit_stdout(inherit);
        }
        if let Some(limit) = fields.seconds("time_limit_seconds")? {
            trigger = trigger.time_limit(limit);
        }
        if let Some(grace) = fields.seconds("grace_seconds")? {
            trigger = trigger.grace(grace);
        }
        Ok(trigger)
    }
}
