# frozen_string_literal: true

module ReleaseCore
  # Calls across the boundary: JSON there and back, and the engine's errors as {Error}.
  # @private
  module Boundary
    # As deep as JSON may be nested.
    DEPTH = 64

    class << self
      # Makes a native call.
      def call
        refuse_in_fork
        yield
      rescue ReleaseFfi::NativeError::Failed => e
        raise Error.of(e.trouble), cause: Error.cause_of(e.trouble)
      rescue ReleaseFfi::InternalError => e
        raise Error.new("a bug of release_core: #{e.message}", code: :internal, kind: :internal, retryable: false,
                                                               context: {}.freeze), cause: nil
      end

      def json(value, field)
        JSON.generate(value, max_nesting: DEPTH)
      rescue JSON::JSONError, EncodingError => e
        raise Error.invalid(field, "invalid #{field}: expected UTF-8 texts, finite numbers, lists and hashes that are " \
                                   "at most #{DEPTH} deep: #{e.message[0, 120]}"), cause: nil
      end

      def parse(text)
        JSON.parse(text, max_nesting: false)
      end

      # A text in UTF-8.
      def text(value, field)
        text = value.to_s.encode(Encoding::UTF_8)
        return text if text.valid_encoding?

        raise Error.invalid(field, "invalid #{field}: expected a text in UTF-8")
      rescue EncodingError
        raise Error.invalid(field, "invalid #{field}: expected a text in UTF-8"), cause: nil
      end

      # The engine's threads are not in the child of a fork: a call would wait for ever.
      def refuse_in_fork
        @process ||= Process.pid
        return if @process == Process.pid

        raise Error.new("release_core was used before this process was forked: use it in the parent, load it after the " \
                        "fork, or start another program", code: :unavailable, kind: :unavailable, retryable: false,
                                                          context: {}.freeze)
      end

      # A library of another version would be misunderstood.
      def check_version
        found = ReleaseFfi.library_version
        return if found == VERSION

        raise LoadError, "the native library at #{LIBRARY} is of version #{found}, and this package of #{VERSION}"
      end
    end
  end
  private_constant :Boundary
end
