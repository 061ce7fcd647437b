# frozen_string_literal: true

module ReleaseCore
  # What every call fails with: the code says exactly what went wrong, the kind is one of few, and the message is for
  # people. A call that fails changes nothing.
  #
  #     begin
  #       releases.create_deployment("web", "production", "1.4.0-rc1")
  #     rescue ReleaseCore::Error => e
  #       raise unless e.code == :environment_frozen
  #     end
  class Error < StandardError
    # A row of the table of errors.
    Row = Struct.new(:code, :kind, :http_status, :retryable, :wire_text, keyword_init: true)

    # @return [Symbol] What exactly went wrong, for example `:environment_frozen`. It never changes.
    attr_reader :code
    # @return [Symbol] The kind of the code, for example `:refused`.
    attr_reader :kind
    # @return [Hash{Symbol => String}] The facts: `field`, `position`, `expected`, `found`, and what else a rule knows.
    attr_reader :context

    # Every code with its kind, as the engine has them.
    # @return [Array<Row>]
    def self.table
      ReleaseFfi.error_table.map do |row|
        Row.new(code: row.code.to_sym, kind: row.kind.to_sym, http_status: row.http_status, retryable: row.retryable,
                wire_text: row.wire_text).freeze
      end
    end

    # @private
    def self.of(trouble)
      context = trouble.context.each_with_object({}) { |fact, all| all[fact.key.to_sym] ||= fact.value }
      new(trouble.message, code: trouble.code.to_sym, kind: trouble.kind.to_sym, retryable: trouble.retryable,
                           context: context.freeze)
    end

    # What led to an error, as exceptions; the nearest first.
    # @private
    def self.cause_of(trouble)
      trouble.causes.reverse.reduce(nil) do |inner, words|
        raise StandardError, words, [], cause: inner
      rescue StandardError => e
        e
      end
    end

    # @private
    def self.invalid(field, message)
      new(message, code: :invalid_request, kind: :invalid_input, retryable: false, context: { field: field.to_s }.freeze)
    end

    # @private
    def initialize(message, code:, kind:, retryable:, context:)
      super(message)
      @code = code
      @kind = kind
      @retryable = retryable
      @context = context
    end

    # Whether the same call may succeed later without anything being changed by the caller.
    def retryable?
      @retryable
    end

    # The error with everything that it knows, for logs.
    def inspect
      facts = @context.map { |key, value| " #{key}=#{value.inspect}" }.join
      "#<#{self.class} #{@code}: #{message}#{facts}>"
    end
  end
end
