package io.pilab.iperf3;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.PackagesScript;
import io.pilab.host.AgentJson;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells what apt is at while a call of {@code packages.sh} lasts, whose answer comes at its end only. */
final class AptWatch implements AutoCloseable {
    private static final long SECONDS = 2;

    private final Agent agent;
    private final Consumer<String> progress;
    private final CountDownLatch over = new CountDownLatch(1);
    private String told = "";

    AptWatch(Agent agent, Consumer<String> progress) {
        this.agent = agent;
        this.progress = progress;
        Thread thread = new Thread(this::watch, "pilab-apt-" + agent.host());
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!over.await(SECONDS, TimeUnit.SECONDS)) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            JsonNode status = AgentJson.answer(agent, agent.call(PackagesScript.status()));
            String stage = status.path("stage").asText("");
            String holder = status.path("holder").asText("");
            String text = holder.isEmpty() ? "apt: " + stage : stage + ", held by " + holder;
            if (!status.path("stage").isNull() && !text.equals(told)) {
                told = text;
                progress.accept(text);
            }
        } catch (RemoteException | AgentException e) {
            // whatever is wrong, the call that is watched tells it
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
