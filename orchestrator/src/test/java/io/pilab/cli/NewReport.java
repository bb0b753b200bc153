package io.pilab.cli;

import io.pilab.testing.TestingRun;
import java.nio.file.Path;
import java.util.function.Function;

/** A run that is printed in a format that is new. */
public final class NewReport implements Function<Path, String> {
    @Override
    public String apply(Path runs) {
        ShowDriver driver = new ShowDriver(runs);
        driver.store(TestingRun.scenario(), TestingRun.trials());
        return driver.show("--format", "tap", "last").out();
    }
}
