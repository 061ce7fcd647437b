//! The words of enumerations. Written by `generate.py`.

#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::PyDict;

use super::Word;

impl Word for release_core::BuildStatus {
    const CLASS: &'static str = "BuildStatus";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "BuildStatus");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::Concurrency {
    const CLASS: &'static str = "Concurrency";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "Concurrency");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::DeliveryOutcome {
    const CLASS: &'static str = "DeliveryOutcome";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "DeliveryOutcome");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::DispatchState {
    const CLASS: &'static str = "DispatchState";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "DispatchState");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::Gap {
    const CLASS: &'static str = "Gap";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "Gap");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::Relation {
    const CLASS: &'static str = "Relation";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "Relation");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::SkipReason {
    const CLASS: &'static str = "SkipReason";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "SkipReason");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::Status {
    const CLASS: &'static str = "Status";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "Status");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::Tier {
    const CLASS: &'static str = "Tier";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "Tier");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}

impl Word for release_core::Truth {
    const CLASS: &'static str = "Truth";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.enums", "Truth");

    fn members() -> &'static PyOnceLock<Py<PyDict>> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        &MEMBERS
    }
}
