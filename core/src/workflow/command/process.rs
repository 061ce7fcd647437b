//! What differs between operating systems: how the end of a process is awaited, and how it is stopped.
//!
//! A process id may be used again as soon as its process was reaped. So the end is awaited without reaping, and
//! signals and reaping exclude each other by the lock that the child is kept under.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::Mutex;

use super::run::State;

#[cfg(unix)]
mod system {
    use rustix::io::Errno;
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

    use super::*;

    pub(in super::super) fn prepare(command: &mut Command) {
        std::os::unix::process::CommandExt::process_group(command, 0);
    }

    /// Blocks until the process has ended, and leaves it to be reaped.
    pub(in super::super) fn await_end(pid: u32, _: &Mutex<State>) -> bool {
        wait(pid, WaitIdOptions::EXITED | WaitIdOptions::NOWAIT).is_ok()
    }

    /// Whether the process has ended, without reaping it.
    pub(in super::super) fn has_ended(child: &mut Child) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        !matches!(wait(child.id(), options), Ok(false))
    }

    fn wait(pid: u32, options: WaitIdOptions) -> Result<bool, Errno> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).ok_or(Errno::INVAL)?;
        loop {
            match waitid(WaitId::Pid(pid), options) {
                Err(Errno::INTR) => {}
                other => return other.map(|ended| ended.is_some()),
            }
        }
    }

    pub(in super::super) fn terminate(child: &mut Child) {
        signal(child, Signal::TERM);
    }

    pub(in super::super) fn kill(child: &mut Child) {
        signal(child, Signal::KILL);
    }

    fn signal(child: &Child, signal: Signal) {
        // A group without living members is what was wanted.
        let _ = kill_process_group(Pid::from_child(child), signal);
    }

    pub(in super::super) fn killed_by(status: ExitStatus) -> Option<i32> {
        std::os::unix::process::ExitStatusExt::signal(&status)
    }

    /// Whether nothing could be started for want of something that will be there again.
    pub(in super::super) fn is_passing(error: &io::Error) -> bool {
        let errno = Errno::from_io_error(error);
        matches!(errno, Some(Errno::AGAIN | Errno::NOMEM | Errno::MFILE | Errno::NFILE | Errno::TXTBSY))
    }
}

#[cfg(not(unix))]
mod system {
    use std::sync::PoisonError;
    use std::time::Duration;

    use super::*;

    const LOOK_EVERY: Duration = Duration::from_millis(50);

    pub(in super::super) fn prepare(_: &mut Command) {}

    /// Blocks until the process has ended. Its handle keeps its id from being used again.
    pub(in super::super) fn await_end(_: u32, state: &Mutex<State>) -> bool {
        while !has_ended(&mut state.lock().unwrap_or_else(PoisonError::into_inner).child) {
            std::thread::sleep(LOOK_EVERY);
        }
        true
    }

    pub(in super::super) fn has_ended(child: &mut Child) -> bool {
        !matches!(child.try_wait(), Ok(None))
    }

    pub(in super::super) fn terminate(child: &mut Child) {
        kill(child);
    }

    pub(in super::super) fn kill(child: &mut Child) {
        // One that has ended is what was wanted.
        let _ = child.kill();
    }

    pub(in super::super) fn killed_by(_: ExitStatus) -> Option<i32> {
        None
    }

    pub(in super::super) fn is_passing(error: &io::Error) -> bool {
        matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory)
    }
}

pub(super) use system::{await_end, has_ended, is_passing, kill, killed_by, prepare, terminate};
