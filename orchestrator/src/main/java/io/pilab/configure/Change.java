package io.pilab.configure;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.AppliedScript;
import java.util.ArrayList;
import java.util.List;

/**
 * One difference between what a lab wants of a host and what the host has.
 *
 * @param sign {@code +} is missing, {@code -} is there and goes, {@code ~} is there and differs
 * @param text for a reader
 * @param steps what brings it about, in order
 */
public record Change(char sign, String text, List<ChangeStep> steps) {
    /**
     * One command, and what the host's record holds of it.
     *
     * @param undo recorded before it
     * @param done dropped from the record after it
     */
    record ChangeStep(List<Undo> undo, AgentCommand command, List<Undo> done) {
        ChangeStep {
            undo = List.copyOf(undo);
            done = List.copyOf(done);
        }

        /** For {@link AppliedScript#make}. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            undo.forEach(u -> lines.add(AppliedScript.push(u.words())));
            lines.add(AppliedScript.call(command));
            done.forEach(d -> lines.add(AppliedScript.drop(d.words())));
            return lines;
        }

        static ChangeStep recording(AgentCommand command, Undo... undo) {
            return new ChangeStep(List.of(undo), command, List.of());
        }

        static ChangeStep takingBack(Undo undo) {
            return new ChangeStep(List.of(), undo.command(), List.of(undo));
        }
    }

    public Change {
        steps = List.copyOf(steps);
    }

    /** Something of ours that is not wanted any more. */
    static Change takingBack(Undo undo) {
        return new Change(undo.text().charAt(0), undo.text().substring(2), List.of(ChangeStep.takingBack(undo)));
    }

    /** The commands alone. */
    public List<AgentCommand> commands() {
        return steps.stream().map(ChangeStep::command).toList();
    }

    @Override
    public String toString() {
        return sign + " " + text;
    }
}
