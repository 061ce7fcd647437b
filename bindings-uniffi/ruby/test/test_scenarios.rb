# frozen_string_literal: true

require_relative "helper"
require_relative "scenarios"

# Every scenario, by the typed methods.
class TestScenarios < Minitest::Test
  def test_every_scenario
    runs = Scenarios.all
    waiting = Queue.new.tap { |queue| runs.each { |run| queue << run } }.close
    # More threads than processors, because some scenarios only wait.
    failures = Array.new(8) do
      Thread.new do
        failed = []
        while (run = waiting.pop)
          begin
            run.make
          rescue StandardError => e
            failed << (e.is_a?(Scenarios::Failure) ? e.message : e.full_message)
          end
        end
        failed
      end
    end.flat_map(&:value)
    assert_empty failures, "#{failures.size} of #{runs.size} failed\n#{failures.sort.first(5).join("\n\n")}"
    puts "scenarios: #{runs.size} runs, #{runs.sum(&:by_name)} calls that only JSON can say"

    said = runs.map(&:said).reduce { |all, one| all.merge(one) { |_, a, b| a | b } }
    Scenarios::OFFERED.each do |operation, offered|
      names = (offered["takes"] + offered["options"]).map { |argument| argument["name"] }
      assert_empty names - said.fetch(operation), "what no scenario says of #{operation} by its method"
    end
  end
end
