# frozen_string_literal: true

# Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.

module ReleaseCore
  VERSION = "0.1.0"
end
